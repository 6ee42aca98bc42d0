"""The kinds of an `Instr`: what the loop over a body and the analyses need to know of it.

Up to CALL an instruction is straight-line code; the loop in `body` has the first kinds written out.
"""

LOCAL_GET, LOCAL_SET, LOCAL_TEE, CONST, LOAD, BINARY, STORE, UNARY, KNOWN, ACTION, SELECT, CALL = range(12)
BLOCK, LOOP, IF, TRY, ELSE, END, BR, BR_IF, BR_TABLE, STOP, THROW = range(12, 23)
