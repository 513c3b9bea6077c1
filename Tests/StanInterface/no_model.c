// A shared library that is no model of BridgeStan.
int answer(void) { return 42; }
