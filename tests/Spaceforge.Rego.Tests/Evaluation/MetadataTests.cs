namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>rego.metadata: what the METADATA comments of rules, documents and packages say.</summary>
public sealed class MetadataTests
{
    [Theory]
    [InlineData("# METADATA\n# title: Own\np := rego.metadata.rule()", "{\"scope\":\"rule\",\"title\":\"Own\"}")]
    [InlineData("# METADATA\n# title: Own\n# scope: rule\np := rego.metadata.rule()", "{\"scope\":\"rule\",\"title\":\"Own\"}")]
    [InlineData("p := rego.metadata.rule()", "{}")]
    [InlineData("# METADATA\n# title: Of q\nq := 1\n\np := rego.metadata.rule()", "{}")]
    [InlineData("# METADATA\n# scope: document\n# title: Doc\np := rego.metadata.rule()", "{}")]
    [InlineData("# METADATA\n# title: Of q\nq := 1\n\n# METADATA\n# title: Own\np := rego.metadata.rule()",
        "{\"scope\":\"rule\",\"title\":\"Own\"}")]
    [InlineData("# title: No\np := rego.metadata.rule()", "{}")]
    [InlineData("  # METADATA\n# title: No\np := rego.metadata.rule()", "{}")]
    [InlineData("# METADATA\n# title: Own\n\n# another comment\np := rego.metadata.rule()", "{\"scope\":\"rule\",\"title\":\"Own\"}")]
    [InlineData("# METADATA\n# title: Own\n  # not: part of it\np := rego.metadata.rule()", "{\"scope\":\"rule\",\"title\":\"Own\"}")]
    [InlineData("# METADATA\n#title: Own\n# custom:\n#   a: [1, 2]\np := rego.metadata.rule()",
        "{\"custom\":{\"a\":[1,2]},\"scope\":\"rule\",\"title\":\"Own\"}")]
    [InlineData("# METADATA\n# - a list\np := rego.metadata.rule()", "{}")]
    [InlineData("# METADATA\n# title: Own\np := x if { x := rego.metadata.rule() }", "{\"scope\":\"rule\",\"title\":\"Own\"}")]
    [InlineData("# METADATA\n# title: Own\np := [x.title | x := rego.metadata.rule()]", "[\"Own\"]")]
    [InlineData("# METADATA\n# title: A\np := 1 if false\n\n# METADATA\n# title: B\np := rego.metadata.rule().title", "\"B\"")]
    public void A_rule_has_its_own(string policy, string expected) => Assert.Equal(expected, Rego.Value(policy));

    [Theory]
    [InlineData("- Jane Doe <jane@example.com>", "[{\"email\":\"jane@example.com\",\"name\":\"Jane Doe\"}]")]
    [InlineData("- Jane Doe", "[{\"name\":\"Jane Doe\"}]")]
    [InlineData("- <jane@example.com>", "[{\"email\":\"jane@example.com\"}]")]
    [InlineData("- Jane <jane", "[{\"name\":\"Jane <jane\"}]")]
    [InlineData("- Jane jane>", "[{\"name\":\"Jane jane>\"}]")]
    [InlineData("- {name: Jane}", "[{\"name\":\"Jane\"}]")]
    [InlineData("- A\n# - B <b>", "[{\"name\":\"A\"},{\"email\":\"b\",\"name\":\"B\"}]")]
    public void Authors_are_objects(string authors, string expected) => Assert.Equal(
        expected, Rego.Value($"# METADATA\n# authors:\n# {authors}\np := rego.metadata.rule().authors"));

    [Fact]
    public void Related_resources_are_objects() => Assert.Equal(
        "[{\"ref\":\"https://a.example\"},{\"description\":\"B\",\"ref\":\"https://b.example\"}]",
        Rego.Value(
            "# METADATA\n# related_resources:\n# - https://a.example\n# - ref: https://b.example\n#   description: B\n"
                + "p := rego.metadata.rule().related_resources"));

    [Fact]
    public void A_comment_that_is_not_yaml_is_an_error_at_the_call()
    {
        var error = Rego.Failure("# METADATA\n# title: [\np := rego.metadata.rule()");
        Assert.Equal(("eval_builtin_error", 4, 6), (error.Code, error.Place.Line, error.Place.Column));
        Assert.StartsWith("rego.metadata: METADATA is not valid YAML: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_goes_from_the_rule_outwards()
    {
        string[] modules =
        [
            """
            # METADATA
            # scope: subpackages
            # title: subpackages of a
            package a
            """,
            """
            # METADATA
            # title: package of the other file
            package a.b
            # METADATA
            # scope: document
            # title: document in the other file
            p := 1 if false
            """,
            """
            # METADATA
            # scope: subpackages
            # title: subpackages of a.b
            package a.b
            # METADATA
            # scope: document
            # title: document of q
            q := 1
            # METADATA
            # title: rule of q
            q := 1
            # METADATA
            # title: rule of p
            p := [link | some l in rego.metadata.chain(); link := [concat(".", l.path), l.annotations.title]]
            # METADATA
            # title: package of nobody
            # scope: package
            r := [l.path | some l in rego.metadata.chain()]
            """,
            "# METADATA\n# title: sibling\npackage a.c",
            "# METADATA\n# scope: subpackages\n# title: sibling's\npackage a.c.d",
        ];
        var policy = RegoPolicy.Compile([.. modules.Select((text, i) => RegoModule.Parse(text, $"{i}.rego"))]);
        Assert.Equal(
            "[[\"a.b.p\",\"rule of p\"],[\"a.b.p\",\"document in the other file\"],[\"a.b\",\"package of the other file\"],"
                + "[\"a.b\",\"package of nobody\"],[\"a.b\",\"subpackages of a.b\"],[\"a\",\"subpackages of a\"]]",
            policy.Evaluate("data.a.b.p")!.ToJson());
        Assert.Equal("[\"a\",\"b\",\"r\"]", ((RegoArray)policy.Evaluate("data.a.b.r")!).Items[0].ToJson());
    }

    [Fact]
    public void The_first_link_is_there_without_annotations() =>
        Assert.Equal("[{\"path\":[\"test\",\"p\"]}]", Rego.Value("p := rego.metadata.chain()"));

    [Fact]
    public void A_query_has_none()
    {
        var policy = RegoPolicy.Compile(RegoModule.Parse("# METADATA\n# title: T\npackage test\n# METADATA\n# title: P\np := 1"));
        var bindings = Assert.Single(policy.Query("a := rego.metadata.rule(); b := rego.metadata.chain()").Bindings);
        Assert.Equal(("{}", "[]"), (bindings["a"].ToJson(), bindings["b"].ToJson()));
    }
}
