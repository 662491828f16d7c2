using Microsoft.CodeAnalysis;
using Spaceforge.Shared.Diagnostics;
using Spaceforge.Validation;

namespace Spaceforge.Analyzers;

/// <summary>The analyzers' diagnostics. Codes below SF1000 are shared with <c>generate</c>, including titles and severities.</summary>
static class Descriptors
{
    const string Definition = "Spaceforge.Definition";
    const string Code = "Spaceforge.Code";

    public static readonly DiagnosticDescriptor RequiredWithDefault = new(
        "SF0203", Rules.RequiredWithDefault.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0203.md");

    public static readonly DiagnosticDescriptor OptionalWithoutDefault = new(
        "SF0204", Rules.OptionalWithoutDefault.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0204.md");

    public static readonly DiagnosticDescriptor DefaultType = new(
        "SF0205", Rules.DefaultType.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0205.md");

    public static readonly DiagnosticDescriptor PropertyType = new(
        "SF0208", Rules.PropertyType.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0208.md");

    public static readonly DiagnosticDescriptor PropertyNotSettable = new(
        "SF0209", Rules.PropertyNotSettable.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0209.md");

    public static readonly DiagnosticDescriptor VariableWithoutValue = new(
        "SF0303", Rules.VariableWithoutValue.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0303.md");

    public static readonly DiagnosticDescriptor VariableWithBoth = new(
        "SF0304", Rules.VariableWithBoth.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0304.md");

    public static readonly DiagnosticDescriptor UnknownParameter = new(
        "SF0305", Rules.UnknownParameter.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0305.md");

    public static readonly DiagnosticDescriptor SecretInPlainVariable = new(
        "SF0307", Rules.SecretInPlainVariable.Title, "{0}", Definition, DiagnosticSeverity.Warning,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0307.md");

    public static readonly DiagnosticDescriptor UnknownHook = new(
        "SF0402", Rules.UnknownHook.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0402.md");

    public static readonly DiagnosticDescriptor CommandNewline = new(
        "SF0403", Rules.CommandNewline.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0403.md");

    public static readonly DiagnosticDescriptor CommandSemicolon = new(
        "SF0404", Rules.CommandSemicolon.Title, "{0}", Definition, DiagnosticSeverity.Warning,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0404.md");

    public static readonly DiagnosticDescriptor CommandEmpty = new(
        "SF0405", Rules.CommandEmpty.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0405.md");

    public static readonly DiagnosticDescriptor MountedPath = new(
        "SF0501", Rules.MountedPath.Title, "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0501.md");

    public static readonly DiagnosticDescriptor PolicySyntax = new(
        "SF0705", "A policy is not valid Rego", "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0705.md");

    public static readonly DiagnosticDescriptor PolicyVersion = new(
        "SF0706", "A policy is written in the other version of Rego", "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0706.md");

    public static readonly DiagnosticDescriptor PolicyCompile = new(
        "SF0707", "A policy does not compile", "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0707.md");

    public static readonly DiagnosticDescriptor PolicyDisabled = new(
        "SF0708", "A policy calls a function that Spacelift disables", "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0708.md");

    public static readonly DiagnosticDescriptor PolicyRuleValue = new(
        "SF0709", "A policy's rule has the wrong kind of value", "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0709.md");

    public static readonly DiagnosticDescriptor PolicyUnknownRule = new(
        "SF0710", "A policy's type does not have a rule", "{0}", Definition, DiagnosticSeverity.Warning,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0710.md");

    public static readonly DiagnosticDescriptor PolicyUnknownInput = new(
        "SF0711", "A policy reads an input that its type does not have", "{0}", Definition, DiagnosticSeverity.Warning,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0711.md");

    public static readonly DiagnosticDescriptor PolicyPackage = new(
        "SF0712", "A policy is not in the package spacelift", "{0}", Definition, DiagnosticSeverity.Error,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0712.md");

    public static readonly DiagnosticDescriptor PolicyUnwrittenData = new(
        "SF0713", "A policy reads custom data that nothing writes", "{0}", Definition, DiagnosticSeverity.Warning,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0713.md");

    public static readonly DiagnosticDescriptor PolicyUnreadData = new(
        "SF0714", "No policy reads custom data that the plugin writes", "{0}", Definition, DiagnosticSeverity.Info,
        isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF0714.md");

    public static readonly DiagnosticDescriptor HookLookalike = new(
        "SF1001", "A method looks like a hook and overrides nothing", "'{0}' overrides nothing, so it is never called; write {1}", Code,
        DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1001.md");

    public static readonly DiagnosticDescriptor Exit = new(
        "SF1002", "A hook ends the process",
        "'{0}' ends the process before the hook's result is reported; throw a PluginFailedException to fail the run, or return", Code,
        DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1002.md");

    public static readonly DiagnosticDescriptor ConsoleInput = new(
        "SF1003", "A hook waits for input", "'{0}' waits for input, which a worker never provides; declare a parameter instead", Code,
        DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1003.md");

    public static readonly DiagnosticDescriptor BlockingWait = new(
        "SF1004", "A hook blocks a thread",
        "'{0}' blocks, so a stopped run cannot end the hook cleanly; await instead, and pass the cancellation token", Code,
        DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1004.md");

    public static readonly DiagnosticDescriptor UndeclaredVariable = new(
        "SF1005", "A variable is read but never set", "No context declares the variable '{0}' and the platform does not set it; {1}", Code,
        DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1005.md");

    public static readonly DiagnosticDescriptor PluginNotStarted = new(
        "SF1006", "A plugin class is never started",
        "Nothing starts '{0}'; begin the program with 'return await SpaceforgePlugin.RunAsync<{0}>(args);'", Code,
        DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1006.md",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor SecondPluginStarted = new(
        "SF1007", "A program starts two plugins",
        "The program already starts '{0}', and a plugin is a single class; move '{1}' to a separate file", Code,
        DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1007.md",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ExitCodeDropped = new(
        "SF1011", "A plugin's exit code is ignored",
        "The program ignores the hook's result, so a run may continue although its check failed; write 'return await SpaceforgePlugin.RunAsync<{0}>(args);'", Code,
        DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1011.md");

    public static readonly DiagnosticDescriptor Unawaited = new(
        "SF1012", "Something is started and not awaited",
        "{0}, so the hook may end before it does, and a check in it stops no run; return its task and await it", Code,
        DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1012.md");

    public static readonly DiagnosticDescriptor SwallowedFailure = new(
        "SF1013", "A catch hides the failure of the hook",
        "This also catches the failure of the hook, from '{0}', so the run continues; add 'when (e is not PluginFailedException)', or rethrow it",
        Code, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1013.md");

    public static readonly DiagnosticDescriptor NoDescription = new(
        "SF1009", "A plugin has no description", "People choose a plugin by its description; override Description in '{0}'", Code,
        DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1009.md");

    public static readonly DiagnosticDescriptor SecretAsArgument = new(
        "SF1010", "A secret is an argument of a command",
        "Every process on the worker can read a command's arguments; pass '{0}' through its environment or standard input", Code,
        DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.Address + "SF1010.md");
}
