using System.Text;

namespace Spaceforge.Tests.Plans;

/// <summary>Files that are no plans: the error says which, where and why, and nothing of what is in them.</summary>
public sealed class BadPlanTests : IDisposable
{
    const string Secret = "hunter2";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused_with_the_place_of_its_end()
    {
        var text = """
            {"format_version":"1.2","é":"🔴","planned_values":{"root_module":{}},
             "resource_changes":[{"address":"a.b","change":{"actions":["create"],"after":{"x":"hunter2\u00e9","n":[-1.5e3,true,null]}}}],
             "errored":false}
            """;
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var length = 1; length < bytes.Length; length++)
        {
            var before = bytes.AsSpan(0, length);
            var place = $"line {before.Count((byte)'\n') + 1}, byte {length - before.LastIndexOf((byte)'\n')}";
            Assert.Equal($"{Path} is truncated: it ends at {place}, in the middle of its JSON.", MessageOf(before.ToArray()));
        }
    }

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html></html>", "line 1, byte 1")]
    [InlineData("Error: hunter2", "line 1, byte 1")]
    [InlineData("{\"format_version\":\"1.2\",\n  \"x\": hunter2}", "line 2, byte 8")]
    [InlineData("{\"format_version\":\"1.2\"} hunter2", "line 1, byte 26")]
    [InlineData("{\"a\":1,}", "line 1, byte 8")]
    [InlineData("\0\0\0\0", "line 1, byte 1")]
    [InlineData("\uFEFF<html>", "line 1, byte 4")]
    public void A_file_that_is_not_json_is_refused_with_the_location_of_the_first_mistake(string text, string place) =>
        Assert.Equal($"{Path} is not valid JSON: the first error is at {place}.", MessageOf(text));

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF")]
    public void An_empty_file_is_said_to_be_empty(string text) => Assert.Equal($"{Path} is empty.", MessageOf(text));

    [Theory]
    [InlineData("[]", "its JSON is not an object.")]
    [InlineData("null", "its JSON is not an object.")]
    [InlineData("\"hunter2\"", "its JSON is not an object.")]
    [InlineData("{}", "it has neither resource_changes nor planned_values.")]
    [InlineData("""{"format_version":"1.0","values":{}}""", "it has neither resource_changes nor planned_values.")]
    [InlineData("""{"resource_changes":[]}""", "it has no format_version, which the output of `terraform show -json` always has.")]
    [InlineData("""{"format_version":"hunter2","resource_changes":[]}""", "its format_version is not 1.x, the supported version.")]
    [InlineData("""{"format_version":"2.0","resource_changes":[]}""", "its format_version is not 1.x, the supported version.")]
    [InlineData("""{"format_version":1.2,"resource_changes":[]}""", "'format_version' is not a string (line 1, byte 19).")]
    public void Json_that_is_no_plan_is_refused_with_what_is_missing(string text, string why) =>
        Assert.Equal($"{Path} is not a plan: {why}", MessageOf(text));

    [Theory]
    [InlineData("\"resource_changes\":{}", "'resource_changes' is not an array", 20)]
    [InlineData("\"resource_changes\":[null]", "'resource_changes' has an item that is null", 21)]
    [InlineData("\"resource_changes\":[\"hunter2\"]", "'resource_changes' is not an object", 21)]
    [InlineData("\"resource_changes\":[{\"change\":{\"actions\":[]}}]", "a resource change has no 'address'", 21)]
    [InlineData("\"resource_changes\":[{\"address\":\"hunter2\"}]", "a resource change has no 'actions'", 21)]
    [InlineData("\"resource_changes\":[{\"address\":7}]", "'address' is not a string", 32)]
    [InlineData("\"resource_changes\":[{\"type\":[]}]", "'type' is not a string", 29)]
    [InlineData("\"resource_changes\":[{\"change\":[]}]", "'change' is not an object", 31)]
    [InlineData("\"resource_changes\":[{\"change\":{\"actions\":\"create\"}}]", "'actions' is not an array", 42)]
    [InlineData("\"resource_changes\":[{\"change\":{\"actions\":[null]}}]", "'actions' has an item that is null", 43)]
    [InlineData("\"resource_changes\":[{\"change\":{\"actions\":[1]}}]", "'actions' is not a string", 43)]
    [InlineData("\"resource_changes\":[{\"address\":\"\\ud800\"}]", "'address' is not valid UTF-8", 32)]
    [InlineData("\"output_changes\":{\"o\":{}}", "an output change has no 'actions'", 23)]
    [InlineData("\"errored\":\"hunter2\"", "'errored' is neither true nor false", 11)]
    public void A_field_of_the_wrong_kind_is_refused_with_its_place(string properties, string why, int column) =>
        Assert.Equal($"{Path} is not a plan: {why} (line 2, byte {column}).", MessageOf(PlanText.With("\n" + properties)));

    [Theory]
    [InlineData("\"planned_values\":[]", "'planned_values' is not an object")]
    [InlineData("\"planned_values\":{\"root_module\":1}", "'root_module' is not an object")]
    [InlineData("\"planned_values\":{\"root_module\":{\"resources\":[{}]}}", "a resource has no 'address'")]
    [InlineData("\"planned_values\":{\"root_module\":{\"resources\":[null]}}", "'resources' has an item that is null")]
    [InlineData("\"planned_values\":{\"root_module\":{\"child_modules\":[null]}}", "'child_modules' has an item that is null")]
    [InlineData("\"planned_values\":{\"root_module\":{\"resources\":[{\"schema_version\":0.5}]}}", "'schema_version' is not an integer")]
    [InlineData("\"prior_state\":[]", "its prior_state is not an object")]
    [InlineData("\"prior_state\":{}", "it has no format_version")]
    [InlineData("\"variables\":[]", "'variables' is not an object")]
    [InlineData("\"checks\":{}", "'checks' is not an array")]
    [InlineData("\"checks\":[{}]", "a check has no 'address'")]
    [InlineData("\"checks\":[null]", "'checks' has an item that is null")]
    public void What_is_read_later_is_refused_when_it_is_asked_for(string properties, string why)
    {
        var plan = PlanText.Plan(properties);
        var e = Assert.Throws<PluginFailedException>(() => (plan.PlannedValues, plan.PriorState, plan.Variables, plan.Checks));
        Assert.Contains($"plan.json is not a plan: {why}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        byte[] bytes = [.. """{"format_version":"1.2","resource_changes":[{"address":"""u8, (byte)'"', 0xff, (byte)'"', .. "}]}"u8];
        Assert.Contains("'address' is not valid UTF-8 (line 1, byte 56).", MessageOf(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_not_utf8_is_refused_with_its_place()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(PlanText.With("\n\"x\":\"é")), 0xff, .. "\"}"u8];
        Assert.Equal($"{Path} is not valid UTF-8 at line 2, byte 9.", MessageOf(bytes));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    public void Generated_configuration_that_is_no_text_is_refused(string value)
    {
        var change = PlanText.Change($$$"""{"address":"a","change":{"actions":["create"],"generated_config":{{{value}}}}}""");
        var e = Assert.Throws<PluginFailedException>(() => change.GeneratedConfig);
        Assert.Contains("plan.json is not a plan: 'generated_config' is not a string (line 1, byte ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_with_half_of_a_character_is_shown_as_it_is_written()
    {
        var change = PlanText.Change("""{"address":"a","change":{"actions":["update"],"replace_paths":[["a","\ud800",0]]}}""");
        Assert.Equal(@"a.\ud800[0]", Assert.Single(change.ReplacePaths).ToString());
    }

    [Fact]
    public void Nesting_has_an_end() =>
        Assert.StartsWith(
            $"{Path} is nested deeper than 1024 levels at line 1, byte ",
            MessageOf(PlanText.With("\"x\":" + new string('[', 2000) + new string(']', 2000))), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_named()
    {
        var e = Assert.Throws<PluginFailedException>(() => TerraformPlan.Load(Path));
        Assert.Equal($"{Path} does not exist.", e.Message);
    }

    [Fact]
    public void A_folder_is_not_a_file()
    {
        Directory.CreateDirectory(Path);
        var e = Assert.Throws<PluginFailedException>(() => TerraformPlan.Load(Path));
        Assert.StartsWith($"{Path} cannot be read: ", e.Message, StringComparison.Ordinal);
    }

    string Path => _folder.PathOf("plan.json");

    string MessageOf(string text) => MessageOf(Encoding.UTF8.GetBytes(text));

    string MessageOf(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        var e = Assert.Throws<PluginFailedException>(() => TerraformPlan.Load(Path));
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
        return e.Message;
    }
}
