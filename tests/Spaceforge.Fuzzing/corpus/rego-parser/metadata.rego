# METADATA
# title: x
package a.b["c"]
import rego.v1
x.y.z contains 1 if startswith("ab", "a")
p := {k: v | some k, v in object.union({}, {"a": -1.5e3})} | {}
