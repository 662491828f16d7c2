using System.Text.Json;

namespace Spaceforge.Tests.Plans;

/// <summary>What a plan does to resources.</summary>
public sealed class ResourceChangeTests
{
    [Fact]
    public void It_has_every_documented_field()
    {
        var change = PlanText.Change("""
            {"address":"module.net[\"a\"].aws_subnet.main[2]","previous_address":"aws_subnet.old","module_address":"module.net[\"a\"]",
             "mode":"data","type":"aws_subnet","name":"main","index":2,"deposed":"0b1c2d3e",
             "provider_name":"registry.terraform.io/hashicorp/aws","action_reason":"replace_because_tainted",
             "change":{"actions":["delete","create"],"before":{"cidr":"10.0.0.0/24"},"after":{"cidr":"10.0.1.0/24"},
                       "after_unknown":{"id":true},"before_sensitive":{"cidr":true},"after_sensitive":{},
                       "replace_paths":[["cidr"],["rule",0,"port"]],"importing":{"id":"subnet-1"},"generated_config":"resource {}"}}
            """);

        Assert.Equal("module.net[\"a\"].aws_subnet.main[2]", change.Address);
        Assert.Equal(change.Address, change.ToString());
        Assert.Equal("aws_subnet.old", change.PreviousAddress);
        Assert.Equal("module.net[\"a\"]", change.ModuleAddress);
        Assert.Equal(ResourceMode.Data, change.Mode);
        Assert.Equal("aws_subnet", change.Type);
        Assert.Equal("main", change.Name);
        Assert.Equal(2, change.Index?.GetInt32());
        Assert.Equal("0b1c2d3e", change.Deposed);
        Assert.Equal("registry.terraform.io/hashicorp/aws", change.ProviderName);
        Assert.Equal("replace_because_tainted", change.ActionReason);
        Assert.Equal([ChangeAction.Delete, ChangeAction.Create], change.Actions);
        Assert.Equal("10.0.0.0/24", change.Before?.GetProperty("cidr").GetString());
        Assert.Equal("10.0.1.0/24", change.After?.GetProperty("cidr").GetString());
        Assert.True(change.AfterUnknown?.GetProperty("id").GetBoolean());
        Assert.True(change.BeforeSensitive?.GetProperty("cidr").GetBoolean());
        Assert.Equal("{}", change.AfterSensitive?.GetRawText());
        Assert.Equal(["cidr", "rule[0].port"], change.ReplacePaths.Select(path => path.ToString()));
        Assert.Equal(3, change.ReplacePaths[1].Steps.Count);
        Assert.Equal("subnet-1", change.Importing?.Id);
        Assert.Equal("resource {}", change.GeneratedConfig);
    }

    [Fact]
    public void Only_the_address_and_the_actions_have_to_be_there()
    {
        var change = PlanText.Change("""{"address":"a.b","change":{"actions":["create"],"before":null}}""");

        Assert.Null(change.PreviousAddress);
        Assert.Null(change.ModuleAddress);
        Assert.Equal(ResourceMode.Managed, change.Mode);
        Assert.Equal(("", ""), (change.Type, change.Name));
        Assert.Null(change.Index);
        Assert.Null(change.Deposed);
        Assert.Null(change.ProviderName);
        Assert.Null(change.ActionReason);
        Assert.Null(change.Before);
        Assert.Null(change.After);
        Assert.Null(change.AfterUnknown);
        Assert.Null(change.BeforeSensitive);
        Assert.Null(change.AfterSensitive);
        Assert.Empty(change.ReplacePaths);
        Assert.Null(change.Importing);
        Assert.Null(change.GeneratedConfig);
    }

    [Theory]
    [InlineData("no-op", "NoOp")]
    [InlineData("create", "Create")]
    [InlineData("read", "Read")]
    [InlineData("update", "Update")]
    [InlineData("delete", "Delete")]
    [InlineData("forget", "Forget")]
    [InlineData("delete create", "Replace")]
    [InlineData("create delete", "Replace")]
    [InlineData("create forget", "Replace")]
    [InlineData("teleport", "")]
    [InlineData("", "")]
    public void Each_set_of_actions_is_one_kind_of_change(string actions, string kind)
    {
        string[] names = actions.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var list = string.Join(',', names.Select(name => $"\"{name}\""));
        var change = PlanText.Change($$$"""{"address":"a.b","change":{"actions":[{{{list}}}]}}""");

        Assert.Equal(names, change.Actions.Select(action => action.ToString()));
        (string Kind, bool Is)[] kinds =
        [
            ("NoOp", change.IsNoOp), ("Create", change.IsCreate), ("Read", change.IsRead), ("Update", change.IsUpdate),
            ("Delete", change.IsDelete), ("Forget", change.IsForget), ("Replace", change.IsReplace),
        ];
        Assert.Equal(kind, string.Concat(kinds.Where(one => one.Is).Select(one => one.Kind)));
    }

    [Fact]
    public void The_actions_have_the_names_that_are_documented()
    {
        ChangeAction[] all =
            [ChangeAction.NoOp, ChangeAction.Create, ChangeAction.Read, ChangeAction.Update, ChangeAction.Delete, ChangeAction.Forget];
        Assert.Equal(["no-op", "create", "read", "update", "delete", "forget"], all.Select(action => action.Name));
    }

    [Theory]
    [InlineData("true", JsonValueKind.True)]
    [InlineData("false", JsonValueKind.False)]
    [InlineData("""{"list":[false,true]}""", JsonValueKind.Object)]
    public void Sensitivity_has_the_shape_of_the_values_or_is_one_flag(string sensitive, JsonValueKind kind)
    {
        var change = PlanText.Change(
            $$$"""{"address":"a.b","change":{"actions":[],"before_sensitive":{{{sensitive}}},"after_sensitive":{{{sensitive}}}}}""");
        Assert.Equal(kind, change.BeforeSensitive?.ValueKind);
        Assert.Equal(sensitive, change.AfterSensitive?.GetRawText());
    }

    [Fact]
    public void An_instance_with_a_key_has_a_string_for_an_index()
    {
        var change = PlanText.Change("""{"address":"a.b[\"k\"]","index":"k","change":{"actions":["create"]}}""");
        Assert.Equal("k", change.Index?.GetString());
    }

    [Fact]
    public void An_import_can_have_an_identity_or_be_unknown_yet()
    {
        var byIdentity = PlanText.Change("""
            {"address":"a.b","change":{"actions":["no-op"],"importing":{"identity":{"bucket":"x"}}}}
            """).Importing!;
        Assert.Null(byIdentity.Id);
        Assert.Equal("x", byIdentity.Identity?.GetProperty("bucket").GetString());
        Assert.False(byIdentity.Unknown);

        var unknown = PlanText.Change("""{"address":"a.b","change":{"actions":["no-op"],"importing":{"unknown":true}}}""").Importing!;
        Assert.True(unknown.Unknown);
        Assert.Null(unknown.Identity);
    }

    [Fact]
    public void Drift_is_read_as_changes_are()
    {
        var plan = PlanText.Plan("""
            "resource_drift":[{"address":"a.b","mode":"managed","type":"a","name":"b",
                               "change":{"actions":["update"],"before":{"x":1},"after":{"x":2}}}]
            """);
        var drift = Assert.Single(plan.ResourceDrift);
        Assert.Empty(plan.ResourceChanges);
        Assert.True(drift.IsUpdate);
        Assert.Equal(2, drift.After?.GetProperty("x").GetInt32());
    }

    [Fact]
    public void A_deposed_object_stands_beside_its_replacement()
    {
        var plan = PlanText.Plan("""
            "resource_changes":[{"address":"a.b","change":{"actions":["no-op"]}},
                                {"address":"a.b","deposed":"0b1c","change":{"actions":["delete"]}}]
            """);
        Assert.Equal([null, "0b1c"], plan.ResourceChanges.Select(change => change.Deposed));
        Assert.True(plan.ResourceChanges[1].IsDelete);
    }

    [Fact]
    public void Values_of_two_changes_can_be_read_in_turn()
    {
        var plan = PlanText.Plan("""
            "resource_changes":[{"address":"a.b","change":{"actions":["create"],"after":{"x":1}}},
                                {"address":"a.c","change":{"actions":["create"],"after":{"x":2}}}]
            """);
        var kept = plan.ResourceChanges[0].After;
        for (var i = 0; i < 3; i++)
            Assert.Equal([1, 2], plan.ResourceChanges.Select(change => change.After!.Value.GetProperty("x").GetInt32()));
        Assert.Equal(1, kept?.GetProperty("x").GetInt32());
    }

    [Theory]
    [InlineData("""{"after":null,"after_unknown":true}""", "\"?\"")]
    [InlineData("""{"after":[null,1],"after_unknown":[true,false]}""", """["?",1]""")]
    [InlineData("""{"after":{"a":1},"after_unknown":{"b":true,"c":{},"d":[false,{"e":true}]}}""", """{"a":1,"b":"?","d":[null,{"e":"?"}]}""")]
    [InlineData("""{"after":{"a":[{"b":1}]},"after_unknown":{"a":[{"c":true}]}}""", """{"a":[{"b":1,"c":"?"}]}""")]
    [InlineData("""{"after":"x","after_unknown":{}}""", "\"x\"")]
    [InlineData("""{"after":null,"after_unknown":false}""", null)]
    public void Parts_that_are_not_known_have_a_text_in_their_place(string values, string? described)
    {
        var change = PlanText.Change($$"""{"address":"a.b","change":{"actions":["create"],{{values[1..]}}}""");
        Assert.Equal(described, change.DescribeAfter("?")?.GetRawText());
    }
}
