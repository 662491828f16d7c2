using System.CommandLine;
using Spaceforge.Cli.Account;
using Spaceforge.Cli.Parameters;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge install</c>: installs a plugin from a template.</summary>
static class InstallCommand
{
    const string DefaultSpace = "root";

    static readonly Argument<string> TemplateArgument = new("TEMPLATE") { Description = "The plugin template's id or name" };

    static readonly Option<string?> NameOption = AccountOptions.Text("--name", "NAME", "The plugin's name [default: the template's]");

    static readonly Option<string?> StackLabelOption = AccountOptions.Text(
        "--stack-label", "LABEL", "The label of the stacks to attach the plugin to; * means every stack in the space", required: true);

    static readonly Option<string?> SpaceOption = AccountOptions.Text(
        "--space", "ID", $"The space to install the plugin in [default: {DefaultSpace}]");

    static readonly Option<string[]> LabelsOption = AccountOptions.Labels("The plugin's labels");

    static readonly Option<string[]> ParamOption = new(
        "--param")
    { HelpName = "ID=VALUE", Description = "Set a parameter; other users of this machine can see the value" };

    public static Command Create() =>
        AccountOptions.For(new Command("install", "Install a plugin from a template in your Spacelift account")
    {
        TemplateArgument, NameOption, StackLabelOption, SpaceOption, LabelsOption,
        ParamOption, GivenParameters.Files, GivenParameters.Variables, AccountOptions.DryRun,
    }, RunAsync);

    static async Task RunAsync(ParseResult parsed, AccountSession session)
    {
        var given = GivenParameters.Read(parsed, ParamOption);
        var template = PluginAccount.Find(await session.Account.TemplatesAsync(), "template", parsed.GetRequiredValue(TemplateArgument));
        var installation = new PluginInstallation(
            template,
            parsed.GetValue(NameOption) ?? template.Name,
            parsed.GetValue(SpaceOption) ?? DefaultSpace,
            parsed.GetRequiredValue(StackLabelOption)!,
            AccountOptions.Split(parsed.GetValue(LabelsOption)) ?? [],
            InstallParameters.Check(template, given));
        await installation.RunAsync(session.Account, session.Output, session.Secrets);
    }
}
