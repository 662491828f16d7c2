package spacelift_test

import data.spacelift

result(added, removed, drift) := {
	"counts": {"add": added, "change": 1, "remove": count(removed), "unchanged": 2, "unmanaged": 3},
	"drift": drift,
	"removed": removed,
}

input_of(environments) := {"third_party_metadata": {"custom": {"environment_manager": environments}}}

test_removals_are_warned_of if {
	spacelift.warn == {"2 to remove: stack a: B, stack a: C"} with input as input_of(result(0, ["stack a: B", "stack a: C"], false))
}

test_ten_are_named if {
	many := [sprintf("stack a: V%d", [i]) | some i in numbers.range(1, 12)]
	expected := concat("", ["12 to remove: ", concat(", ", array.slice(many, 0, 10))])
	spacelift.warn == {expected} with input as input_of(result(0, many, false))
}

test_drift_is_warned_of if {
	spacelift.warn == {"3 settings drifted from the file"} with input as input_of(result(2, [], true))
}

test_other_changes_pass if {
	count(spacelift.warn) == 0 with input as input_of(result(5, [], false))
	count(spacelift.deny) == 0 with input as input_of(result(5, [], false))
}

test_a_missing_result_is_warned_of if {
	missing := {"environment-manager wrote no result, so removals were not checked"}
	spacelift.warn == missing with input as {"third_party_metadata": {"custom": {}}}
	spacelift.warn == missing with input as {}
}

# A result in the repository, from which a part is taken.
test_an_incomplete_result_is_warned_of[part] if {
	some part in ["counts", "drift", "removed"]
	incomplete := object.remove(result(1, ["stack a: B"], false), [part])
	"environment-manager wrote no result, so removals were not checked" in spacelift.warn with input as input_of(incomplete)
}
