using Spaceforge.Cli.Resources;
using Spaceforge.Cli.Simulating.Programs;

namespace Spaceforge.Tests.Simulating;

public sealed class DefaultImageTests
{
    [Theory]
    [InlineData("sh bash ash busybox [ awk sed grep tar unzip wget ps vi")]
    [InlineData("curl git jq ssh ssh-keygen python3 pip3 spaceforge aws infracost terragrunt apk getent ldd")]
    [InlineData("terraform tofu")]
    public void It_has_what_its_sources_name(string programs) =>
        Assert.All(programs.Split(' '), program => Assert.True(DefaultImage.Has(program)));

    [Theory]
    [InlineData("dotnet docker kubectl helm node npm go make gcc perl ruby zip rsync tflint trivy checkov gcloud az sudo systemctl apt-get zstd")]
    public void It_lacks_what_none_of_them_names(string programs) =>
        Assert.All(programs.Split(' '), program => Assert.False(DefaultImage.Has(program)));

    [Fact]
    public void Helpers_are_those_of_its_programs()
    {
        Assert.Contains("zstd", DefaultImage.HelpersOf("tar"));
        Assert.Empty(DefaultImage.HelpersOf("kubectl"));
        var lines = ToolResource.ReadText("default-image.txt").Split('\n').Where(line => line.Contains(':') && !line.StartsWith('#'));
        Assert.All(lines, line => Assert.True(DefaultImage.Has(line.Split(':')[0]), line));
    }
}
