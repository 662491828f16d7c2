using System.Text.Json.Nodes;

namespace Spaceforge.Shared.PolicyInputs;

/// <summary>The building blocks of all inputs: always the same run of the same stack.</summary>
static class SampleRun
{
    const long CommittedAt = 1_767_225_600_000_000_000;
    const long CreatedAt = CommittedAt + 60_000_000_000;
    const long Now = CreatedAt + 60_000_000_000;

    public static JsonObject Request => new() { ["remote_ip"] = "203.0.113.7", ["timestamp_ns"] = Now };

    public static JsonObject Commit => new()
    {
        ["author"] = "jane",
        ["branch"] = "main",
        ["created_at"] = CommittedAt,
        ["exist_on_tracked_branch"] = true,
        ["hash"] = "0123456789abcdef0123456789abcdef01234567",
        ["message"] = "Change the infrastructure",
        ["pull_request_id"] = null,
        ["tag"] = "",
        ["url"] = "https://example.com/my-org/my-repository/commit/0123456789abcdef0123456789abcdef01234567",
    };

    public static JsonObject Session => new()
    {
        ["account_name"] = "my-org",
        ["admin"] = false,
        ["creator_ip"] = "203.0.113.7",
        ["login"] = "jane",
        ["machine"] = false,
        ["member"] = true,
        ["name"] = "Jane Doe",
        ["stack_id"] = "",
        ["teams"] = new JsonArray("Engineering"),
    };

    public static JsonObject Space => new() { ["id"] = "root", ["labels"] = new JsonArray(), ["name"] = "root" };

    public static JsonObject RuntimeConfig
    {
        get
        {
            var config = new JsonObject();
            foreach (var hook in (string[])["before", "after"])
            {
                foreach (var phase in (string[])["init", "plan", "apply", "perform", "destroy"])
                {
                    config[$"{hook}_{phase}"] = new JsonArray();
                }
            }

            config["after_run"] = new JsonArray();
            config["environment"] = new JsonObject();
            config["git_sparse_checkout_paths"] = new JsonArray();
            config["project_root"] = "";
            config["runner_image"] = "public.ecr.aws/spacelift/runner-terraform:latest";
            config["terraform_version"] = "1.5.7";
            return config;
        }
    }

    public static JsonObject Run(string state) => new()
    {
        ["based_on_local_workspace"] = false,
        ["branch"] = "main",
        ["changes"] = new JsonArray(),
        ["command"] = "",
        ["commit"] = Commit,
        ["created_at"] = CreatedAt,
        ["creator_session"] = null,
        ["drift_detection"] = false,
        ["flags"] = new JsonArray(),
        ["id"] = "01JGGQ0000SAMPLERUN0000000",
        ["runtime_config"] = RuntimeConfig,
        ["state"] = state,
        ["triggered_by"] = null,
        ["type"] = "TRACKED",
        ["updated_at"] = Now,
        ["user_provided_metadata"] = new JsonArray(),
    };

    public static JsonObject Stack(string state) => new()
    {
        ["additional_project_globs"] = new JsonArray(),
        ["administrative"] = false,
        ["autodeploy"] = false,
        ["branch"] = "main",
        ["contexts"] = new JsonArray(),
        ["id"] = "my-stack",
        ["labels"] = new JsonArray(),
        ["locked_by"] = null,
        ["name"] = "My stack",
        ["namespace"] = "my-org",
        ["project_root"] = "",
        ["repository"] = "my-repository",
        ["roles"] = new JsonArray(),
        ["space"] = Space,
        ["state"] = state,
        ["terraform_version"] = "1.5.7",
        ["terraform_workflow_tool"] = "TERRAFORM_FOSS",
        ["tracked_commit"] = Commit,
        ["worker_pool"] = new JsonObject { ["id"] = null, ["labels"] = new JsonArray(), ["name"] = null, ["public"] = true },
    };

    public static JsonArray History(params string[] states) =>
        [.. states.Select(state => (JsonNode)new JsonObject { ["new_state"] = state })];

    public static JsonObject Push => new()
    {
        ["affected_files"] = new JsonArray("main.tf"),
        ["author"] = "jane",
        ["branch"] = "main",
        ["created_at"] = CommittedAt,
        ["hash"] = "0123456789abcdef0123456789abcdef01234567",
        ["message"] = "Change the infrastructure",
        ["tag"] = "",
    };

    public static JsonObject VcsIntegration => new()
    {
        ["id"] = "github",
        ["name"] = "GitHub",
        ["provider"] = "GITHUB",
        ["description"] = "",
        ["is_default"] = true,
        ["labels"] = new JsonArray(),
        ["space"] = Space,
        ["created_at"] = CommittedAt,
        ["updated_at"] = CommittedAt,
    };
}
