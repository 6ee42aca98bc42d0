"""What WASI preview1 promises, statement by statement, and what other hosts fell for; and which tests show each here.

A reference is FILE::TEST beneath `tests/`, FILE without `test_` and `.py`; `program NAME` is a row of
`tests/programs/programs.py`.  `test_statements.py` looks whether all of them exist.
"""

Shown = tuple[str, str]  # the statement, and references to what shows it

STATEMENTS: dict[int, Shown] = {
    # start-up
    1: ("preopens are numbered from 3 on, without gaps, and everything else is no preopen: BADF",
        "wasi/fd::preopens_are_numbered_from_3_on wasi/fd::prestat_of_a_plain_descriptor_fails program preopens"),
    2: ("the name of a preopen has no NUL behind it, and a buffer too small for it is NAMETOOLONG",
        "wasi/fd::preopens_are_numbered_from_3_on wasi/fd::a_buffer_too_small_for_the_name program preopens"),
    3: ("fdstat of a preopen tells a directory without flags, seeking and size",
        "wasi/fdstat::fdstat_of_a_preopen wasi/fdstat::fdstat_writes_24_bytes_without_rubbish program rights"),
    4: ("a preopen's rights are enough to open it again; a directory is never opened for writing",
        "wasi/fdstat::fdstat_of_a_preopen wasi/path_open::open_with_the_rights_that_a_directory_has "
        "wasi/path_open::directories_cannot_be_written"),
    5: ("preopens keep their order and names, from which the guest chooses the longest that fits",
        "wasi/fd::preopens_are_numbered_from_3_on cli/command::guest_receives_arguments_environment_and_streams "
        "program preopens"),
    6: ("arguments and environment end in NULs, which count; empty ones stay, none is size 0; the older name works too",
        "wasi/args::texts_arrive_as_they_were_given wasi/args::args_get_writes_pointers_and_strings "
        "wasi/unstable::everything_else_is_the_same "
        "program old-name program environment-none program args"),
    7: ("`_initialize` comes before the entry and any invoked export; all exports can be called again after `_start`",
        "cli/command::invoke_initializes_a_reactor_first "
        "cli/entry::entry_is_the_default_export_or_start_after_initialize "
        "cli/entry::invoked_function_is_called_after_initialize "
        "wasi/modules::exports_can_be_called_again_after_start_and_exit"),
    # paths
    8: ("absolute paths and those that leave the directory, if only for a moment, are NOTCAPABLE; dots within are fine",
        "wasi/path::filestat_follows_links_when_asked wasi/path_open::open_follows_creates_and_stays_inside "
        "wasi/sandbox::nothing_outside_is_reached program paths"),
    9: ("a NUL inside is INVAL, a file with a slash behind it NOTDIR, a directory with slashes fine",
        "wasi/path::filestat_follows_links_when_asked wasi/path_open::open_follows_creates_and_stays_inside "
        "program slashes"),
    10: ("an absolute link cannot be made, and none leads out; relative ones begin where they lie; loops are LOOP",
         "wasi/path::symlink_is_created_or_changes_nothing wasi/path::filestat_follows_links_when_asked "
         "wasi/path::a_chain_of_forty_links_is_the_longest program links"),
    11: ("a link that is not to be followed is not opened: LOOP, or NOTDIR where a directory is wanted",
         "wasi/path_open::open_follows_creates_and_stays_inside"),
    12: ("beneath a file is NOTDIR, EXCL finds EXIST, the other direction is BADF, NONBLOCK does not hurt a directory",
         "wasi/path::beneath_a_file wasi/path_open::open_follows_creates_and_stays_inside "
         "wasi/fd::a_descriptor_for_the_other_direction "
         "wasi/path_open::nonblock_on_a_directory wasi/path_open::requested_rights_select_the_access_mode"),
    13: ("a link cannot be made with a slash behind its name; readlink cuts off and leaves the rest of the buffer",
         "wasi/path::symlink_is_created_or_changes_nothing wasi/path::symlink_onto_a_file_with_a_slash "
         "wasi/path::readlink_cuts_off"),
    14: ("rename replaces what it may replace, and what becomes of preopens on the way is harmless",
         "wasi/path::rename_replaces_or_changes_nothing wasi/path::rename_onto_a_preopen "
         "wasi/fd::renumber_a_directory_over_a_preopen "
         "wasi/fd::close_a_preopen program rename"),
    15: ("directories are removed, files unlinked, never the other way round",
         "wasi/path::unlink_removes_names_but_not_directories wasi/path::directory_is_removed_only_if_empty "
         "program unlink program directories"),
    16: ("a hard link shares everything with its origin; directories get none, and nothing is replaced",
         "wasi/path::link_is_created_or_changes_nothing wasi/path::both_names_of_a_file_tell_the_same program links"),
    17: ("attributes and times are a link's own, or with follow its target's",
         "wasi/path::filestat_follows_links_when_asked wasi/path::set_times_of_a_link_or_of_its_target"),
    # files
    18: ("APPEND writes to the end whatever the position, can be cleared and is reported",
         "wasi/fd::append_writes_to_the_end_at_any_offset wasi/fd::pread_and_pwrite_leave_the_position "
         "wasi/fdstat::append_can_be_switched wasi/fdstat::flags_are_those_of_opening program append"),
    19: ("a time that is both given and now is INVAL and changes nothing; nanoseconds are kept",
         "wasi/fdstat::set_times_sets_the_requested_times wasi/fdstat::times_that_contradict program file-times"),
    20: ("fd_allocate grows and never shrinks; fd_advise changes nothing",
         "wasi/fd::allocate_grows_and_never_shrinks wasi/fd::allocate_of_invalid_ranges_fails "
         "wasi/fd::allocate_needs_a_file_that_is_open_for_writing wasi/fd::advise_changes_nothing"),
    21: ("no negative positions, none of pipes and terminals; directories hold no data; sizes have their limits",
         "wasi/fd::seek_that_makes_no_sense wasi/fd::pipes_have_no_position wasi/fd::terminals_have_no_position "
         "wasi/fd::transfer_on_a_directory wasi/fd::set_a_negative_size wasi/fd::set_a_size_that_no_file_may_have"),
    22: ("all pieces of a transfer are used, empty and none are fine; pread leaves the position",
         "wasi/fd::all_vectors_are_used_and_empty_ones_skipped wasi/fd::transfer_without_buffers_is_empty "
         "wasi/fd::only_empty_vectors "
         "wasi/fd::pread_and_pwrite_leave_the_position wasi/fd::a_write_may_be_short "
         "program vectors program positioned"),
    23: ("what leaves the memory is FAULT; addresses are unsigned",
         "wasi/bounds::a_range_that_leaves_the_memory wasi/bounds::a_vector_that_leaves_the_memory_moves_nothing "
         "wasi/bounds::memory_up_to_four_gigabytes program raw-faults"),
    24: ("rights can be given away and never gained, and what has none is refused",
         "wasi/fdstat::rights_shrink_and_never_grow wasi/fdstat::a_right_that_was_given_away "
         "wasi/fdstat::a_right_that_a_directory_has_given_away "
         "wasi/fdstat::opened_descriptor_has_only_inherited_rights"),
    25: ("fd_renumber moves and closes; both must be open; preopens are no exception",
         "wasi/fd::renumber_closes_the_target_and_frees_the_source wasi/fd::renumber_to_itself "
         "wasi/fd::renumber_to_or_from_a_closed_descriptor_is_badf wasi/fd::renumber_a_directory_over_a_preopen "
         "wasi/fd::close_a_preopen program descriptors"),
    26: ("times that WASI cannot say do no harm; device and inode are stable and not zero",
         "wasi/fdstat::times_that_wasi_cannot_say wasi/fdstat::filestat_is_the_host_s"),
    27: ("opening, reading and closing thousands of files leaks nothing",
         "wasi/fd::thousands_of_files fuzz/wasi::random_calls_agree_with_the_model"),
    # directories
    28: ("`.` and `..` come first, with inode and type, and so has every entry",
         "wasi/dir::an_empty_directory wasi/dir::types_and_inodes wasi/dir::readdir_writes_dirents_and_names "
         "program read-directory"),
    29: ("every cookie resumes at the following entry, each is seen once whatever the buffer, and in linear time",
         "wasi/dir::every_entry_is_seen_once_whatever_the_buffer wasi/dir::any_cookie_resumes_at_the_following_entry "
         "wasi/dir::buffers_that_hold_no_entry wasi/dir::every_entry_of_a_large_directory_is_seen_once "
         "wasi/dir::cookies_past_the_end wasi/dir::listing_takes_time_in_proportion"),
    30: ("deleting while listing hides and repeats nothing",
         "wasi/dir::deleting_while_listing wasi/dir::deleting_while_listing_a_large_directory "
         "wasi/dir::cookie_0_begins_again program remove-while-listing"),
    31: ("names are bytes, and odd ones hide nothing",
         "wasi/dir::names_are_bytes_and_hide_nothing wasi/path_open::names_are_bytes "
         "cli/command::guest_receives_arguments_environment_and_streams program odd-names"),
    # streams, waiting, time, chance, the end
    32: ("only terminals look like terminals, and it is the guest's streams that are asked",
         "wasi/fdstat::only_terminals_look_like_terminals wasi/fdstat::filetypes_of_standard_streams"),
    33: ("streams are neither buffered nor read ahead, and keep their order",
         "wasi/fd::standard_streams_are_not_buffered_or_read_ahead wasi/fd::two_streams_keep_their_order "
         "cli/command::other_pipes_never_end_the_process"),
    34: ("poll waits for the first of all, consumes nothing, and tells errors as events",
         "wasi/poll::clock_subscription_waits_for_its_timeout wasi/poll::a_time_that_has_come "
         "wasi/poll::data_arriving_during_the_wait_ends_it "
         "wasi/poll::an_empty_pipe_times_out wasi/poll::the_end_of_a_pipe "
         "wasi/poll::closed_descriptor_is_an_event_with_badf "
         "wasi/poll::regular_files_are_always_ready wasi/poll::no_subscriptions_are_inval wasi/poll::a_pipe_with_data "
         "wasi/poll::the_earliest_of_several_clocks program polling"),
    35: ("what a function returns is its errno, and counts go to memory",
         "wasi/preview1::native_functions_have_the_signature_of_their_row wasi/poll::many_subscriptions_are_polled"),
    36: ("no sleep is slow for nothing; monotonic time never goes back; clocks have a resolution",
         "wasi/poll::a_thousand_zero_sleeps wasi/clock::monotonic_clock_never_decreases "
         "wasi/clock::resolution_is_positive "
         "wasi/proc::sched_yield_succeeds program clocks"),
    37: ("random bytes come in any number",
         "wasi/random::random_get_of_no_bytes_writes_nothing wasi/random::random_get_fills_ten_megabytes "
         "program random"),
    38: ("proc_exit ends the program wherever it is called, with its code; proc_raise is NOSYS",
         "wasi/proc::proc_exit_passes_all_32_bits wasi/proc::proc_raise_is_nosys "
         "wasi/modules::exit_from_the_start_function wasi/modules::exports_can_be_called_again_after_start_and_exit "
         "cli/command::exit_status_is_the_guests_own program exit-126 program exit-255 program start-exits"),
    39: ("sockets are what was granted, and everything else is NOTSOCK",
         "wasi/sock::other_descriptors_are_notsock wasi/sock::accept_returns_a_connection wasi/sock::send_and_receive "
         "wasi/sock::listening_socket_transfers_no_data"),
    40: ("what was granted for reading only cannot be changed in any way",
         "wasi/read_only::changes_through_a_read_only_grant_are_rofs wasi/read_only::writes_to_an_open_file "
         "wasi/read_only::symlink_in_a_read_only_grant_is_rofs "
         "wasi/read_only::reading_through_a_read_only_grant_works "
         "cli/command::only_a_directory_to_read_cannot_be_written program read-only"),
    41: ("no length and no count of the guest makes the host allocate, wait or fall over",
         "wasi/bounds::vector_counts_whose_size_does_not_fit wasi/poll::too_many_subscriptions_are_nomem "
         "wasi/fd::more_vectors_than_the_host_takes_make_a_short_transfer wasi/fd::a_guest_s_own_limit "
         "wasi/fd::the_host_s_limit wasi/random::random_get_fills_ten_megabytes "
         "wasi/bounds::memory_up_to_four_gigabytes"),
}  # fmt: skip

ADVISORIES: dict[str, Shown] = {
    "GHSA-vqjp-4c8c-hfgg, RUSTSEC-2026-0269": (
        "a link whose target ends with a slash is no way out",
        "wasi/sandbox::nothing_outside_is_reached wasi/sandbox::nothing_is_put_outside "
        "wasi/path_open::open_follows_creates_and_stays_inside"),
    "GHSA-2r75-cxrj-cmph, CVE-2026-47261": (
        "truncating is writing, and so are creating, setting times and allocating",
        "wasi/read_only::changes_through_a_read_only_grant_are_rofs wasi/read_only::writes_to_an_open_file"),
    "GHSA-4ch3-9j33-3pmj, CVE-2026-58494": (
        "links and renames need to write on both sides",
        "wasi/read_only::moving_and_linking_needs_both_sides "
        "wasi/read_only::rename_and_link_into_a_read_only_grant_are_rofs"),
    "wasmtime#14010": (
        "one bit says that a grant is for reading, and everything opened through it inherits the bit",
        "wasi/read_only::read_only_descriptor_stays_read_only wasi/read_only::rights_do_not_tell_it"),
    "wasmtime#9608": (
        "an unknown suffix of a grant is an error, not a writable directory",
        "cli/arguments::command_line_is_refused"),
    "CVE-2025-53901, RUSTSEC-2026-0182": (
        "fd_renumber neither ends the host nor leaks",
        "wasi/fd::a_hundred_thousand_renumberings_leak_nothing "
        "wasi/fd::renumber_to_or_from_a_closed_descriptor_is_badf "
        "wasi/fd::renumber_to_itself wasi/dir::renumbered_and_closed_listings_leak_nothing"),
    "GHSA-852m-cvvp-9p4w, CVE-2026-27204": (
        "nothing is allocated by a number that the guest chose",
        "wasi/bounds::vector_counts_whose_size_does_not_fit wasi/poll::too_many_subscriptions_are_nomem "
        "wasi/path::filestat_follows_links_when_asked"),
    "CVE-2024-38358, GHSA-55f3-3qvg-8pv5": (
        "creating and writing through a link resolve as reading does",
        "wasi/path_open::open_follows_creates_and_stays_inside wasi/sandbox::nothing_outside_is_reached"),
    "CVE-2023-51661": (
        "nothing is granted that was not asked for",
        "cli/command::guest_receives_arguments_environment_and_streams program preopens-none"),
    "wazero#2321, node#50396, uvwasi#299": (
        "paths are resolved by what lies there, never as text",
        "wasi/sandbox::both_resolvers_agree wasi/path::filestat_follows_links_when_asked "
        "fuzz/wasi::random_calls_agree_with_the_model"),
    "epsilon#79": (
        "what was checked is what is used: one resolution, whose result is held open",
        "wasi/sandbox::swapping_a_directory_for_a_link fuzz/escapes::thousands_of_races_are_won "
        "fuzz/escapes::an_ordinary_open_loses_them"),
    "magic links": (
        "/proc, granted or linked to, leads nowhere else",
        "wasi/sandbox::magic_links_of_proc_lead_nowhere wasi/sandbox::a_link_into_proc_leads_nowhere"),
    "deep and long": (
        "no depth of directories and no length of names is too much",
        "wasi/sandbox::a_thousand_directories_deep wasi/sandbox::the_walk_holds_no_more_directories_than_it_may "
        "wasi/path::filestat_follows_links_when_asked"),
    "special files": (
        "opening a FIFO, a device or a socket never waits",
        "wasi/path_open::fifo_without_a_partner_does_not_hang wasi/path_open::sockets_cannot_be_opened "
        "wasi/path_open::devices_open_and_are_not_terminals "
        "wasi/path_open::fifo_carries_data_and_blocks_only_as_asked"),
    "bun#40771, wazero#1034": (
        "only preopens have a prestat",
        "wasi/fd::preopens_are_numbered_from_3_on wasi/fd::prestat_of_a_plain_descriptor_fails"),
    "CVE-2023-26489, CVE-2026-34987, CVE-2026-34971, CVE-2021-32629": (
        "an address has 32 bits before anything is added to it",
        "runtime/isolation::addresses_are_32_bits_before_anything_is_added"),
    "RUSTSEC-2026-0006, RUSTSEC-2026-0087": (
        "a vector access touches its own bytes only",
        "runtime/isolation::vectors_at_the_end_of_memory_touch_no_more_than_they_are"),
    "CVE-2024-47813, RUSTSEC-2026-0222": (
        "types of many threads and modules are never taken for one another",
        "runtime/isolation::types_that_many_threads_intern_at_once_stay_apart"),
    "CVE-2022-39393, CVE-2026-34988": (
        "memory that is used again is zero",
        "runtime/isolation::memory_that_is_used_again_is_zero "
        "runtime/isolation::a_stack_that_is_used_again_tells_nothing"),
    "precompiled code": (
        "native code runs only if the user says so, and the cache is the user's alone",
        "cache::the_directory_is_private cache::a_directory_open_to_others_is_not_used "
        "cache::a_directory_of_another_user_is_not_used engine::a_precompiled_artifact_is_checked"),
}  # fmt: skip
