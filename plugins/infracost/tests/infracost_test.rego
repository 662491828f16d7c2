package spacelift_test

import data.spacelift

cost(exceeded, mode) := {"exceeded": exceeded, "fail_mode": mode, "estimated": true}

input_of(result) := {"third_party_metadata": {"custom": {"infracost": result}}}

test_a_limit_is_denied if {
	spacelift.deny == {"a", "b"} with input as input_of(cost(["a", "b"], "policy"))
	count(spacelift.warn) == 0 with input as input_of(cost(["a", "b"], "policy"))
}

test_a_limit_is_warned_of if {
	spacelift.warn == {"a"} with input as input_of(cost(["a"], "warn"))
	count(spacelift.deny) == 0 with input as input_of(cost(["a"], "warn"))
}

test_a_cost_within_the_limits_passes if {
	count(spacelift.deny) == 0 with input as input_of(cost([], "policy"))
	count(spacelift.warn) == 0 with input as input_of(cost([], "policy"))
}

test_a_plan_without_an_estimate_is_warned_of if {
	result := {"exceeded": [], "fail_mode": "policy", "estimated": false}
	spacelift.warn == {"infracost estimated nothing"} with input as input_of(result)
}

test_a_missing_estimate_is_denied if {
	spacelift.deny == {"infracost left no estimate"} with input as {"third_party_metadata": {"custom": {}}}
	spacelift.deny == {"infracost left no estimate"} with input as {"third_party_metadata": {"infracost": cost([], "policy")}}
	spacelift.deny == {"infracost left no estimate"} with input as {}
}

# An estimate in the repository, from which a part is taken.
test_an_incomplete_estimate_is_denied[part] if {
	some part in ["exceeded", "fail_mode", "estimated"]
	"infracost left no estimate" in spacelift.deny with input as input_of(object.remove(cost(["a"], "policy"), [part]))
}

test_the_run_is_sampled if spacelift.sample with input as input_of(cost([], "policy"))
