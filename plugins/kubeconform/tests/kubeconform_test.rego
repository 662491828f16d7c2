package spacelift_test

import data.spacelift

scan(reached, mode) := {
	"threshold": "high",
	"fail_mode": mode,
	"total": 3,
	"reached": reached,
	"warnings": [],
}

input_of(result) := {"third_party_metadata": {"custom": {"kubeconform": result}}}

test_findings_are_denied if {
	spacelift.deny == {"kubeconform: 2 of 3 findings reach the threshold high"} with input as input_of(scan(2, "policy"))
	count(spacelift.warn) == 0 with input as input_of(scan(2, "policy"))
}

test_findings_are_warned_of if {
	spacelift.warn == {"kubeconform: 2 of 3 findings reach the threshold high"} with input as input_of(scan(2, "warn"))
	count(spacelift.deny) == 0 with input as input_of(scan(2, "warn"))
}

test_findings_below_the_threshold_pass if {
	count(spacelift.deny) == 0 with input as input_of(scan(0, "policy"))
	count(spacelift.warn) == 0 with input as input_of(scan(0, "policy"))
}

test_what_was_not_scanned_is_warned_of if {
	result := object.union(scan(0, "policy"), {"warnings": ["one file was not read", "another"]})
	spacelift.warn == {"kubeconform: one file was not read", "kubeconform: another"} with input as input_of(result)
}

test_a_missing_result_is_denied if {
	spacelift.deny == {"kubeconform left no result"} with input as {"third_party_metadata": {"custom": {}}}
	spacelift.deny == {"kubeconform left no result"} with input as {"third_party_metadata": {}}
	spacelift.deny == {"kubeconform left no result"} with input as {}
}

# A result in the repository, from which a part is taken.
test_an_incomplete_result_is_denied[part] if {
	some part in ["threshold", "fail_mode", "total", "reached"]
	"kubeconform left no result" in spacelift.deny with input as input_of(object.remove(scan(2, "policy"), [part]))
}

test_a_result_of_another_kind_is_denied[kind] if {
	some kind in ["null", "text", "list"]
	result := {"null": null, "text": "none", "list": []}[kind]
	"kubeconform left no result" in spacelift.deny with input as input_of(result)
}

test_the_run_is_sampled if spacelift.sample with input as input_of(scan(0, "policy"))
