package test
f(x, [y, _]) := x + y if x in {1, 2}
p[q].r[s] := f(1, [q, s]) if { q := "a"; s := $"{q} x"; `raw` != s }
