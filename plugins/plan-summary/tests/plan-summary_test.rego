package spacelift_test

import data.spacelift

summary(deleted, replaced) := {
	"counts": {"delete": count(deleted), "replace": count(replaced)},
	"deleted": deleted,
	"replaced": replaced,
}

input_of(result) := {"third_party_metadata": {"custom": {"plan_summary": result}}}

test_deletions_are_warned_of if {
	spacelift.warn == {"2 to delete: a.b, a.c"} with input as input_of(summary(["a.b", "a.c"], []))
}

test_replacements_are_warned_of if {
	spacelift.warn == {"1 to replace: a.b"} with input as input_of(summary([], ["a.b"]))
}

test_ten_are_named if {
	many := [sprintf("a.r%d", [i]) | some i in numbers.range(1, 12)]
	spacelift.warn == {concat("", ["12 to delete: ", concat(", ", array.slice(many, 0, 10))])} with input as input_of(summary(many, []))
}

test_other_changes_pass if {
	count(spacelift.warn) == 0 with input as input_of(summary([], []))
	count(spacelift.deny) == 0 with input as input_of(summary([], []))
}

test_a_missing_summary_is_warned_of if {
	missing := {"plan-summary wrote no summary, so deletions were not checked"}
	spacelift.warn == missing with input as {"third_party_metadata": {"custom": {}}}
	spacelift.warn == missing with input as {}
}

# A summary in the repository, from which a part is taken.
test_an_incomplete_summary_is_warned_of[part] if {
	some part in ["counts", "deleted", "replaced"]
	result := object.remove(summary(["a.b"], ["a.c"]), [part])
	"plan-summary wrote no summary, so deletions were not checked" in spacelift.warn with input as input_of(result)
}
