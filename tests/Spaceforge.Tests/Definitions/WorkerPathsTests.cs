using Spaceforge.Definitions;

namespace Spaceforge.Tests.Definitions;

/// <summary>Names and paths as a worker has them.</summary>
public sealed class WorkerPathsTests
{
    [Theory]
    [InlineData("tmp/x", "/mnt/workspace/tmp/x")]
    [InlineData("./tmp//./x", "/mnt/workspace/tmp/x")]
    [InlineData("/mnt/workspace/tmp/x", "/mnt/workspace/tmp/x")]
    [InlineData("..x/...", "/mnt/workspace/..x/...")]
    [InlineData("x.", "/mnt/workspace/x.")]
    [InlineData("/mnt/workspace", null)]
    [InlineData("/mnt/workspacex/y", null)]
    [InlineData("/etc/passwd", null)]
    [InlineData("/mnt/workspace/", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("tmp/", null)]
    [InlineData("tmp/.", null)]
    [InlineData("../x", null)]
    [InlineData("tmp/../x", null)]
    [InlineData("tmp/..", null)]
    [InlineData("a\nb", null)]
    [InlineData("tmp/a\u007F", null)]
    public void A_mounted_path_is_a_file_in_the_workspace(string path, string? absolute) =>
        Assert.Equal(absolute, WorkerPaths.Resolve(path));

    [Fact]
    public void The_folder_of_a_plugin_has_its_name_in_lower_case() =>
        Assert.Equal("/mnt/workspace/plugins/my_great_plugin-2.0", WorkerPaths.WorkingDirectory("My Great Plugin-2.0"));

    [Theory]
    [InlineData("http://localhost:8080/hook?x=1#y", true)]
    [InlineData("HTTPS://example.com", true)]
    [InlineData("ftp://example.com", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("http:///x", false)]
    [InlineData("/x", false)]
    [InlineData("example.com", false)]
    [InlineData(" https://example.com", false)]
    [InlineData("https://example.com/a b", false)]
    [InlineData("https://example.com/a\u0001b", false)]
    [InlineData("", false)]
    public void An_address_is_absolute_http(string text, bool valid) => Assert.Equal(valid, AbsoluteUrl.IsValid(text));

    [Theory]
    [InlineData("az", true)]
    [InlineData("_a", true)]
    [InlineData("Z-9_", true)]
    [InlineData("-a", false)]
    [InlineData("a b", false)]
    [InlineData("a+", false)]
    [InlineData("é", false)]
    [InlineData("", false)]
    public void A_word_has_letters_digits_and_some_marks(string text, bool valid) =>
        Assert.Equal(valid, PortableWord.Is(text, front: "_", marks: "_-"));

    [Theory]
    [InlineData("my-{name}", "My Plugin", "my-my_plugin")]
    [InlineData("my-{name}", null, "my-{name}")]
    [InlineData(null, "My Plugin", null)]
    public void An_id_may_have_the_name_of_the_plugin(string? id, string? plugin, string? expected) =>
        Assert.Equal(expected, ParameterId.Of(id, plugin));

    [Fact]
    public void The_variable_of_a_parameter_is_its_id_in_upper_case() => Assert.Equal("MY_ID_2", ParameterId.Variable("my.id-2"));
}
