using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Shared.PolicyInputs;

/// <summary>What a policy of a type receives as <c>input</c>.</summary>
sealed class PolicyInputDocument
{
    const int Deepest = 2_000;

    readonly PlanInput? _plan;

    PolicyInputDocument(JsonObject root, PlanInput? plan) => (Root, _plan) = (root, plan);

    /// <summary>The document without the plan.</summary>
    public JsonObject Root { get; }

    /// <summary>The policy types that have inputs.</summary>
    public static IReadOnlyList<string> Types { get; } =
        ["PLAN", "PUSH", "TRIGGER", "APPROVAL", "NOTIFICATION", "LOGIN", "ACCESS", "INITIALIZATION", "TASK", "INTENT"];

    /// <summary>A sample of a type's document, with a plan.</summary>
    public static PolicyInputDocument Of(string type, PlanInput? plan) => new(RootOf(type), plan);

    /// <param name="root">The document without the plan: <c>terraform</c> is an object, and the run's <c>changes</c> are empty.</param>
    public static PolicyInputDocument Of(JsonObject root, PlanInput? plan) => new(root, plan);

    /// <summary>The document as JSON.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { MaxDepth = Deepest })) Write(writer, Root, "");
        return bytes.ToArray();
    }

    /// <summary>Writes the document, streaming the plan, which may be large.</summary>
    public void Write(Stream output)
    {
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = Deepest,
        };
        using (var writer = new Utf8JsonWriter(output, options))
        {
            Write(writer, Root, "");
        }

        output.Write("\n"u8);
    }

    void Write(Utf8JsonWriter writer, JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonObject when _plan is not null && path == "/terraform":
                _plan.WriteTerraform(writer);
                break;
            case JsonArray { Count: 0 } when _plan is not null && path.EndsWith("/run/changes", StringComparison.Ordinal):
                _plan.WriteChanges(writer);
                break;
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (key, value) in members)
                {
                    writer.WritePropertyName(key);
                    Write(writer, value, $"{path}/{key}");
                }

                writer.WriteEndObject();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }

        // Plans of any size are written in chunks.
        if (writer.BytesPending > 1_000_000) writer.Flush();
    }

    static JsonObject RootOf(string type) => type switch
    {
        "PLAN" => new JsonObject
        {
            ["ansible"] = null,
            ["cloudformation"] = null,
            ["kubernetes"] = null,
            ["pulumi"] = null,
            ["spacelift"] = new JsonObject
            {
                ["commit"] = SampleRun.Commit,
                ["request"] = SampleRun.Request,
                ["run"] = SampleRun.Run("PLANNING"),
                ["stack"] = SampleRun.Stack("PLANNING"),
            },
            ["terraform"] = new JsonObject(),
            ["terragrunt"] = null,
            ["third_party_metadata"] = new JsonObject { ["custom"] = new JsonObject(), ["infracost"] = null },
        },
        "PUSH" => new JsonObject
        {
            ["in_progress"] = new JsonArray(),
            ["pull_request"] = null,
            ["push"] = SampleRun.Push,
            ["vcs_integration"] = SampleRun.VcsIntegration,
            ["stack"] = SampleRun.Stack("FINISHED"),
        },
        "TRIGGER" => Trigger(),
        "APPROVAL" => Approval(),
        "NOTIFICATION" => Notification(),
        "LOGIN" => new JsonObject
        {
            ["attachment"] = null,
            ["request"] = SampleRun.Request,
            ["roles"] = new JsonArray(),
            ["session"] = SampleRun.Session,
            ["spaces"] = new JsonArray(SampleRun.Space),
        },
        "INITIALIZATION" => new JsonObject
        {
            ["commit"] = SampleRun.Commit,
            ["request"] = SampleRun.Request,
            ["run"] = SampleRun.Run("PREPARING"),
            ["stack"] = SampleRun.Stack("PREPARING"),
        },
        "INTENT" => new JsonObject
        {
            ["resource"] = new JsonObject
            {
                ["operation"] = "create",
                ["proposed_state"] = new JsonObject(),
                ["provider"] = "hashicorp/aws",
                ["provider_version"] = "6.0.0",
                ["resource_id"] = "my-bucket",
                ["resource_type"] = "aws_s3_bucket",
            },
        },
        "TASK" => new JsonObject
        {
            ["attachment"] = null,
            ["request"] = Command("terraform state list"),
            ["session"] = SampleRun.Session,
            ["stack"] = SampleRun.Stack("NONE"),
        },
        _ => new JsonObject
        {
            ["request"] = SampleRun.Request,
            ["session"] = SampleRun.Session,
            ["stack"] = SampleRun.Stack("FINISHED"),
        },
    };

    static JsonObject Command(string command)
    {
        var request = SampleRun.Request;
        request["command"] = command;
        return request;
    }

    static JsonObject Trigger()
    {
        var run = SampleRun.Run("FINISHED");
        run["states_history"] = SampleRun.History("QUEUED", "PREPARING", "INITIALIZING", "PLANNING", "UNCONFIRMED", "APPLYING", "FINISHED");
        var stack = SampleRun.Stack("FINISHED");
        stack["queued_runs"] = 0;
        return new JsonObject
        {
            ["run"] = run,
            ["stack"] = stack,
            ["stacks"] = new JsonArray(stack.DeepClone()),
            ["workflow"] = new JsonArray(new JsonObject
            {
                ["id"] = run["id"]!.DeepClone(),
                ["stack_id"] = "my-stack",
                ["state"] = "FINISHED",
                ["type"] = "TRACKED",
            }),
        };
    }

    static JsonObject Approval()
    {
        var run = SampleRun.Run("UNCONFIRMED");
        run["creator_session"] = SampleRun.Session;
        run["triggered_by"] = "jane";
        run["repository_runtime_config_changed"] = false;
        return new JsonObject
        {
            ["reviews"] = new JsonObject { ["current"] = Reviews(), ["older"] = Reviews() },
            ["run"] = run,
            ["stack"] = SampleRun.Stack("UNCONFIRMED"),
        };

        static JsonObject Reviews() => new() { ["approvals"] = new JsonArray(), ["rejections"] = new JsonArray() };
    }

    static JsonObject Notification()
    {
        var run = SampleRun.Run("FINISHED");
        run["states_history"] = SampleRun.History("QUEUED", "PREPARING", "INITIALIZING", "PLANNING", "UNCONFIRMED", "APPLYING", "FINISHED");
        return new JsonObject
        {
            ["account"] = new JsonObject { ["name"] = "my-org" },
            ["run_updated"] = new JsonObject
            {
                ["note"] = "",
                ["plan_policy_decision"] = new JsonObject { ["deny"] = new JsonArray(), ["warn"] = new JsonArray() },
                ["policy_receipts"] = new JsonArray(),
                ["run"] = run,
                ["stack"] = SampleRun.Stack("FINISHED"),
                ["state"] = "FINISHED",
                ["timing"] = new JsonArray(new JsonObject { ["duration"] = 60_000_000_000, ["state"] = "PLANNING" }),
                ["urls"] = new JsonObject { ["run"] = "https://my-org.app.spacelift.io/stack/my-stack/run/01JGGQ0000SAMPLERUN0000000" },
                ["username"] = "jane",
            },
            ["webhook_endpoints"] = new JsonArray(),
        };
    }
}
