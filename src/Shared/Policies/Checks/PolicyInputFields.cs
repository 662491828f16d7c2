namespace Spaceforge.Shared.Policies;

/// <summary>
/// The fields of each type's input, as named in Spacelift's documentation and contracts. A star is anything that a repository, a provider
/// or a tool may put there; [] is a list.
/// </summary>
static class PolicyInputFields
{
    const string RunFields = """
        based_on_local_workspace branch changes[]{action entity{address data* entity_type entity_vendor host_name name playbook_name
        role_name task_action task_name type} moved phase} command commit@commit created_at creator_session@session drift_detection flags[]
        id repository_runtime_config_changed runtime_config@runtime_config state states_history[]{new_state} triggered_by type updated_at
        user_provided_metadata[]
        """;

    const string StackFields = """
        additional_project_globs[] administrative autodeploy autoretry branch contexts[] id labels[] locked_by name namespace project_root
        repository roles[]{id name} space@space state terraform_version terraform_workflow_tool tracked_commit@commit
        worker_pool@worker_pool
        """;

    public static IReadOnlyDictionary<string, string> Shared { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["commit"] = "author branch created_at exist_on_tracked_branch hash message pull_request_id tag url affected_files[]",
        ["session"] = "account_name admin creator_ip login machine member name stack_id teams[]",
        ["runtime_config"] = """
            after_apply[] after_destroy[] after_init[] after_perform[] after_plan[] after_run[] before_apply[] before_destroy[]
            before_init[] before_perform[] before_plan[] environment* git_sparse_checkout_paths[] project_root runner_image
            terraform_version
            """,
        ["run"] = RunFields,
        ["stack"] = StackFields,
        ["queued_stack"] = StackFields + " queued_runs",
        ["space"] = "id labels[] name",
        ["worker_pool"] = "id labels[] name public",
        ["module"] = """
            administrative branch current_version id labels[] name namespace project_root repository space@space terraform_provider
            terraform_version worker_pool@worker_pool
            """,
        ["review"] = """
            author author_roles[]{id name slug ulid} request{remote_ip timestamp_ns} session@session state state_version
            """,
        ["pulumi_state"] = "custom id inputs* outputs* parent provider type urn *",
    };

    public static IReadOnlyDictionary<string, string> OfTypes { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PLAN"] = """
            spacelift{commit@commit previous_run@run request{remote_ip timestamp_ns} run@run stack@stack}
            terraform{terraform_version resource_changes[]{address change{actions[] before* after* after_unknown* *} deposed mode
            module_address name index previous_address provider_name type action_reason}}
            terragrunt* cloudformation* kubernetes* ansible{*}
            pulumi{steps[]{op provider type urn new@pulumi_state old@pulumi_state *} *}
            third_party_metadata{infracost* custom*}
            """,
        ["PUSH"] = """
            in_progress[]@run module@module stack@stack
            pull_request{action action_initiator approved author base@commit closed comment diff[] draft head@commit head_owner id labels[]
            mergeable title undiverged}
            push{affected_files[] author branch created_at hash message tag}
            request{timestamp_ns}
            vcs_integration{created_at description id is_default labels[] name provider space@space updated_at}
            """,
        ["TRIGGER"] = """
            module@module run@run stack@queued_stack stacks[]@queued_stack workflow[]{id stack_id state type}
            """,
        ["APPROVAL"] = """
            reviews{current{approvals[]@review rejections[]@review} older*} run@run stack@stack
            """,
        ["NOTIFICATION"] = """
            account{name} webhook_endpoints[]{id labels[]}
            internal_error{error message severity}
            module_version{module@module version{commit@commit created_at id latest number state
            test_runs[]{created_at id state title updated_at}}}
            run_updated{note plan_policy_decision{deny[] warn[]} policy_receipts[]{flags[] name outcome type}
            run{policy_receipts[]{flags[] name outcome type} based_on_local_workspace branch changes[]{action entity{address data*
            entity_type entity_vendor host_name name playbook_name role_name task_action task_name type} moved phase} command commit@commit
            created_at creator_session@session drift_detection flags[] id repository_runtime_config_changed runtime_config@runtime_config
            state states_history[]{new_state} triggered_by type updated_at user_provided_metadata[]}
            stack@stack state timing* urls{run} username}
            """,
        ["LOGIN"] = """
            attachment* request{remote_ip timestamp_ns} roles[]{id name slug ulid} session@session spaces[]@space
            slack{channel{id name} command team{id name} user{deleted display_name enterprise* has_2fa id is_admin is_owner
            is_primary_owner is_restricted is_stranger is_ultra_restricted real_name teams* tz}}
            """,
        ["ACCESS"] = "module@module request{remote_ip timestamp_ns} session@session stack@stack",
        ["INITIALIZATION"] = """
            commit@commit docker_image request{remote_ip timestamp_ns} run@run stack@stack static_run_environment* worker_version
            """,
        ["TASK"] = "attachment* request{command remote_ip timestamp_ns} session@session stack@stack",
        ["INTENT"] = """
            resource{current_state* operation proposed_state* provider provider_version resource_id resource_type}
            """,
    };
}
