using System.Text;

namespace Spaceforge.Tests.Plans;

/// <summary>Planned values and checks.</summary>
public sealed class PlanValuesTests
{
    [Fact]
    public void A_resource_has_every_documented_field()
    {
        var resource = Assert.Single(Values("""
            {"root_module":{"resources":[{"address":"aws_subnet.main[\"k\"]","mode":"data","type":"aws_subnet","name":"main","index":"k",
             "provider_name":"registry.terraform.io/hashicorp/aws","schema_version":1,"values":{"cidr":"10.0.0.0/24"},
             "sensitive_values":{"cidr":true},"depends_on":["aws_vpc.main","data.aws_ami.a"],"tainted":true,"deposed_key":"0b1c"}]}}
            """).RootModule!.Resources);

        Assert.Equal("aws_subnet.main[\"k\"]", resource.Address);
        Assert.Equal(resource.Address, resource.ToString());
        Assert.Equal(ResourceMode.Data, resource.Mode);
        Assert.Equal(("aws_subnet", "main"), (resource.Type, resource.Name));
        Assert.Equal("k", resource.Index?.GetString());
        Assert.Equal("registry.terraform.io/hashicorp/aws", resource.ProviderName);
        Assert.Equal(1, resource.SchemaVersion);
        Assert.Equal("10.0.0.0/24", resource.Values?.GetProperty("cidr").GetString());
        Assert.True(resource.SensitiveValues?.GetProperty("cidr").GetBoolean());
        Assert.Equal(["aws_vpc.main", "data.aws_ami.a"], resource.DependsOn);
        Assert.True(resource.Tainted);
        Assert.Equal("0b1c", resource.DeposedKey);
    }

    [Fact]
    public void Only_the_address_of_a_resource_has_to_be_there()
    {
        var resource = Assert.Single(Values("""{"root_module":{"resources":[{"address":"a.b"}]}}""").AllResources);
        Assert.Equal((ResourceMode.Managed, "", ""), (resource.Mode, resource.Type, resource.Name));
        Assert.Null(resource.Index);
        Assert.Null(resource.ProviderName);
        Assert.Null(resource.SchemaVersion);
        Assert.Null(resource.Values);
        Assert.Null(resource.SensitiveValues);
        Assert.Empty(resource.DependsOn);
        Assert.False(resource.Tainted);
        Assert.Null(resource.DeposedKey);
    }

    [Fact]
    public void Modules_are_nested_and_their_resources_come_in_order()
    {
        var values = Values("""
            {"root_module":{"resources":[{"address":"r.0"}],"child_modules":[
              {"address":"module.a","resources":[{"address":"module.a.r.1"}],"child_modules":[
                {"address":"module.a.module.b","resources":[{"address":"module.a.module.b.r.2"},{"address":"module.a.module.b.r.3"}]}]},
              {"address":"module.c[0]","resources":[{"address":"module.c[0].r.4"}]}]}}
            """);

        Assert.Null(values.RootModule!.Address);
        Assert.Equal(["module.a", "module.c[0]"], values.RootModule.ChildModules.Select(module => module.Address));
        Assert.Equal("module.a.module.b", values.RootModule.ChildModules[0].ChildModules[0].Address);
        Assert.Equal([0, 1, 2, 3, 4], values.AllResources.Select(resource => resource.Address[^1] - '0'));
        Assert.Equal(3, values.RootModule.ChildModules[0].AllResources.Count());
    }

    [Fact]
    public void Modules_may_be_nested_400_deep()
    {
        var text = new StringBuilder("""{"resources":[{"address":"a.deep"}]}""");
        for (var i = 0; i < 400; i++) text.Insert(0, """{"child_modules":[""").Append("]}");
        Assert.Equal("a.deep", Assert.Single(Values($$"""{"root_module":{{text}}}""").AllResources).Address);
    }

    [Fact]
    public void Outputs_have_value_type_and_sensitivity()
    {
        var outputs = Values("""
            {"outputs":{"url":{"sensitive":true,"type":"string","value":"https://x"},"ids":{"type":["list","string"],"value":["a"]},
             "later":{"sensitive":false}}}
            """).Outputs;

        Assert.Equal(["url", "ids", "later"], outputs.Keys);
        Assert.Equal("url", outputs["url"].Name);
        Assert.Equal([true, false, false], outputs.Values.Select(output => output.Sensitive));
        Assert.Equal("https://x", outputs["url"].Value?.GetString());
        Assert.Equal("string", outputs["url"].Type?.GetString());
        Assert.Equal("list", outputs["ids"].Type?[0].GetString());
        Assert.Null(outputs["later"].Value);
        Assert.Null(outputs["later"].Type);
    }

    [Fact]
    public void Values_without_a_module_have_no_resources()
    {
        var values = Values("{}");
        Assert.Null(values.RootModule);
        Assert.Empty(values.AllResources);
        Assert.Empty(values.Outputs);
    }

    [Fact]
    public void The_prior_state_is_a_state()
    {
        var state = PlanText.Plan("""
            "prior_state":{"format_version":"1.0","terraform_version":"1.11.4",
                           "values":{"outputs":{"o":{"value":1}},"root_module":{"resources":[{"address":"a.b"}]}}}
            """).PriorState!;
        Assert.Equal(("1.0", "1.11.4"), (state.FormatVersion, state.TerraformVersion));
        Assert.Equal(1, state.Values!.Outputs["o"].Value?.GetInt32());
        Assert.Equal("a.b", Assert.Single(state.Values.AllResources).Address);
        Assert.Equal(state.Json.GetRawText(), Encoding.UTF8.GetString(state.Utf8Json.Span));
    }

    [Fact]
    public void A_check_has_every_documented_field()
    {
        var checks = PlanText.Plan("""
            "checks":[
              {"address":{"kind":"resource","mode":"managed","type":"a","name":"b","module":"module.m","to_display":"module.m.a.b"},
               "status":"fail","instances":[
                {"address":{"to_display":"module.m[0].a.b[1]","instance_key":1,"module":"module.m[0]"},"status":"fail",
                 "problems":[{"message":"too small"},{"message":"too old","more":1}]},
                {"address":{"to_display":"module.m[0].a.b[2]","instance_key":2},"status":"pass"}]},
              {"address":{"kind":"check","name":"health","to_display":"check.health"},"status":"error"},
              {"address":{"to_display":"var.x"}}]
            """).Checks;

        var resource = checks[0];
        Assert.Equal("module.m.a.b", resource.Address);
        Assert.Equal(("resource", "module.m", "a", "b"), (resource.Kind, resource.Module, resource.Type, resource.Name));
        Assert.Equal(ResourceMode.Managed, resource.Mode);
        Assert.Equal([CheckStatus.Fail, CheckStatus.Error, CheckStatus.Unknown], checks.Select(check => check.Status));
        Assert.Equal([CheckStatus.Fail, CheckStatus.Pass], resource.Instances.Select(instance => instance.Status));
        Assert.Equal("module.m[0].a.b[1]", resource.Instances[0].Address);
        Assert.Equal("module.m[0]", resource.Instances[0].Module);
        Assert.Equal(1, resource.Instances[0].InstanceKey?.GetInt32());
        Assert.Equal(["too small", "too old"], resource.Instances[0].Problems);
        Assert.Empty(resource.Instances[1].Problems);
        Assert.Null(checks[1].Mode);
        Assert.Empty(checks[1].Instances);
    }

    static StateValues Values(string json) => PlanText.LoadPlan($$"""{"format_version":"1.2","planned_values":{{json}}}""").PlannedValues!;
}
