package test
import data.x as y
default p := 1
p := 2 if { some k, v in input.xs; v > 1; not y[k] } else := 3 if every a in [1] { a < 2 }
