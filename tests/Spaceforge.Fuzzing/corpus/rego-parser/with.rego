package test
p contains {"a": x} if { x := [z | z = input.a[_].b[i]; i != 2] with input.a as {1, 2}; walk(x, [q, w]) }
