package test
p[x] { x = data.test.q[_]; count(x) >= 1 } { x := 1 }
q = ["a"] { true }
r[k] = v { v := {1: 2}[k] }
