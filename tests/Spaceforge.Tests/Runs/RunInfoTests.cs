namespace Spaceforge.Tests.Runs;

/// <summary>What the platform tells is typed, and what it does not tell is absent.</summary>
public sealed class RunInfoTests
{
    [Fact]
    public void Everything_is_read()
    {
        var run = Read(
            "account_name=acme", "commit_branch=feature", "commit_sha=0123", "local_preview=true",
            "project_root=infra/app", "repository=acme/infra", "run_id=01RUN",
            "run_state=PLANNING", "run_trigger=manual", "run_type=TRACKED", "space_id=root",
            "stack_branch=main", "stack_id=app", "stack_labels=prod, team:a,",
            "workspace_root=/mnt/workspace", "final_run_state=FINISHED");

        Assert.Equal(("01RUN", false, RunType.Tracked, RunState.Planning, RunState.Finished),
            (run.Id, run.IsLocal, run.Type, run.State, run.FinalState));
        Assert.Equal(("manual", true, "app", "main", "root", "acme"),
            (run.Trigger, run.IsLocalPreview, run.StackId, run.StackBranch, run.SpaceId, run.AccountName));
        Assert.Equal(("0123", "feature", "acme/infra", "infra/app", "/mnt/workspace"),
            (run.CommitSha, run.CommitBranch, run.Repository, run.ProjectRoot, run.WorkspaceRoot));
        Assert.Equal(["prod", "team:a"], run.StackLabels);
    }

    [Fact]
    public void What_is_absent_or_empty_is_null()
    {
        var run = Read("stack_id=", "stack_labels=");
        Assert.True(run.IsLocal);
        Assert.Null(run.StackId);
        Assert.Null(run.Type);
        Assert.Null(run.FinalState);
        Assert.Empty(run.StackLabels);
    }

    [Theory]
    [InlineData("https://acme.app.spacelift.io/graphql", "https://acme.app.spacelift.io/stack/my%20app/run/01RUN")]
    [InlineData("http://127.0.0.1:8080/graphql", "http://127.0.0.1:8080/stack/my%20app/run/01RUN")]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("no address", null)]
    public void The_page_of_the_run_is_known(string endpoint, string? url)
    {
        var run = Read($"graphql_endpoint={endpoint}", "stack_id=my app", "run_id=01RUN");
        Assert.Equal(url, run.Url?.AbsoluteUri);
        Assert.Null(Read($"graphql_endpoint={endpoint}", "stack_id=my app").Url);
    }

    [Fact]
    public void A_type_that_is_new_is_kept() => Assert.Equal("REHEARSAL", Read("run_type=REHEARSAL").Type?.Name);

    static RunInfo Read(params string[] variables) => RunInfo.From(new EnvironmentVariables(
        variables.ToDictionary(variable => $"TF_VAR_spacelift_{variable.Split('=')[0]}", variable => variable.Split('=')[1])));
}
