using Spaceforge.Cli.Building.Portable;

namespace Spaceforge.Tests.Building;

/// <summary>Native libraries of packages: a portable program takes what fits workers, and says what does not.</summary>
public sealed class DependencyFileTests
{
    [Theory]
    [InlineData("", "linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64")]
    [InlineData("", "linux")]
    [InlineData("linux-arm64 and linux-musl-x64 and linux-musl-arm64", "linux-x64", "win-x64")]
    [InlineData("linux-musl-x64 and linux-musl-arm64", "linux-x64", "linux-arm64")]
    public void What_fits_workers_is_taken_and_what_is_missing_is_named(string missing, params string[] rids)
    {
        var file = new DependencyFile(Json("native", rids));
        Assert.Equal(
            missing == "" ? [] : [$"warning: db/1.0 has no native libraries for {missing}: hooks that use them fail on such workers."],
            file.Warnings);
        Assert.All(rids, rid => Assert.Equal(rid.StartsWith("win", StringComparison.Ordinal), file.LeavesOut($"runtimes/{rid}/db")));
        Assert.All(rids, rid => Assert.Equal(
            !file.LeavesOut($"runtimes/{rid}/db"), file.Text.Contains($"runtimes/{rid}/", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_package_without_libraries_for_workers_is_an_error() =>
        Assert.Contains("db/1.0 has native libraries only for osx-arm64, win-x64", Assert.Throws<Spaceforge.UsageException>(
            () => new DependencyFile(Json("native", ["win-x64", "osx-arm64"]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Code_that_is_compiled_for_one_platform_is_left_out_where_the_same_runs_everywhere()
    {
        var file = new DependencyFile(Json("runtime", ["linux-x64"]));
        Assert.True(file.LeavesOut("runtimes/linux-x64/db"));
        Assert.Empty(file.Warnings);
    }

    static string Json(string type, string[] rids) => $$"""
        {
          "targets": { ".NETCoreApp,Version=v10.0": { "db/1.0": {
            "runtime": { "lib/net10.0/db": {} },
            "runtimeTargets": { {{string.Join(", ", rids.Select(rid => $$"""
              "runtimes/{{rid}}/db": { "rid": "{{rid}}", "assetType": "{{type}}" }
              """))}} }
          } } },
          "libraries": { "db/1.0": { "type": "package", "path": "db/1.0", "sha512": "x" } }
        }
        """;
}
