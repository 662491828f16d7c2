extern alias testing;

using System.Text;
using System.Text.Json.Nodes;
using testing::Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Tests.PolicyInputs;

/// <summary>Texts of a plan that are not Unicode reach a policy as Go's JSON reads them, and end no command.</summary>
public sealed class UnicodePlanTests
{
    [Theory]
    [InlineData("a\\ud800b")]
    [InlineData("a\\uDFFFb")]
    [InlineData("a\u00ffb")]
    public void They_are_replaced(string text)
    {
        var plan = $$$"""
            {"format_version":"1.2","terraform_version":"{{{text}}}","resource_changes":[{"address":"{{{text}}}","type":"{{{text}}}",
            "change":{"actions":["create","{{{text}}}"],"after":{"{{{text}}}":"{{{text}}}"},"after_sensitive":{"{{{text}}}":true},
            "after_unknown":{"x":"{{{text}}}"} }}],"output_changes":{"{{{text}}}":{"actions":["create"]} }}
            """;
        foreach (var mode in Enum.GetValues<Sanitization>())
        {
            var document = PolicyInputDocument.Of("PLAN", PlanInput.Parse(Encoding.Latin1.GetBytes(plan), mode));
            var terraform = JsonNode.Parse(document.ToBytes())!["terraform"]!;
            Assert.Equal("a\uFFFDb", (string?)terraform["resource_changes"]![0]!["address"]);
            Assert.Equal("a\uFFFDb", Assert.Single(terraform["resource_changes"]![0]!["change"]!["after"]!.AsObject()).Key);
        }
    }
}
