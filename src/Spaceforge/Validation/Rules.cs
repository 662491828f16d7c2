using static Spaceforge.Validation.RuleSeverity;

namespace Spaceforge.Validation;

/// <summary>All rules for definitions. A code is never reused; docs/diagnostics explains each.</summary>
static class Rules
{
    public static readonly Rule PluginName = new("SF0101", Error, "The plugin's name cannot name its folder");
    public static readonly Rule PluginVersion = new("SF0102", Error, "The plugin has no version");
    public static readonly Rule Text = new("SF0103", Error, "A text is not valid Unicode");

    public static readonly Rule ParameterName = new("SF0201", Error, "A parameter has no name");
    public static readonly Rule ParameterId = new("SF0202", Error, "A parameter's id is empty or taken");
    public static readonly Rule RequiredWithDefault = new("SF0203", Error, "A required parameter has a default");
    public static readonly Rule OptionalWithoutDefault = new("SF0204", Error, "An optional parameter has no default");
    public static readonly Rule DefaultType = new("SF0205", Error, "A default is not of its parameter's type");
    public static readonly Rule ParameterNameTwice = new("SF0206", Warning, "Two parameters have the same name");
    public static readonly Rule ParameterUnused = new("SF0207", Warning, "Nothing uses a parameter");
    public static readonly Rule PropertyType = new("SF0208", Error, "A property's type cannot be a parameter's");
    public static readonly Rule PropertyNotSettable = new("SF0209", Error, "A property that is a parameter cannot be set");

    public static readonly Rule VariableKey = new("SF0301", Error, "A variable's key is not a valid name");
    public static readonly Rule VariableTwice = new("SF0302", Error, "A context sets a variable twice");
    public static readonly Rule VariableWithoutValue = new("SF0303", Error, "A variable has no value");
    public static readonly Rule VariableWithBoth = new("SF0304", Error, "A variable has two values");
    public static readonly Rule UnknownParameter = new("SF0305", Error, "A reference names an unknown parameter");
    public static readonly Rule VariableNewline = new("SF0306", Error, "A variable contains a line break");
    public static readonly Rule SecretInPlainVariable = new("SF0307", Warning, "A sensitive parameter is in a plain variable");
    public static readonly Rule AmbiguousParameter = new("SF0308", Error, "A reference names several parameters");
    public static readonly Rule DefaultNewline = new("SF0309", Warning, "A variable's parameter has a line break in its default");
    public static readonly Rule VariableKeyNotPortable = new("SF0310", Warning, "A shell cannot read a variable");

    public static readonly Rule ContextName = new("SF0401", Error, "A context has no name");
    public static readonly Rule UnknownHook = new("SF0402", Error, "A hook's phase does not exist");
    public static readonly Rule CommandNewline = new("SF0403", Error, "A hook's command has several lines");
    public static readonly Rule CommandSemicolon = new("SF0404", Warning, "A hook's command hides failures behind ';'");
    public static readonly Rule CommandEmpty = new("SF0405", Error, "A hook's command is empty");
    public static readonly Rule TooManyPriorities = new("SF0406", Error, "The contexts have more than 26 priorities");

    public static readonly Rule MountedPath = new("SF0501", Error, "A mounted file is not in the workspace");
    public static readonly Rule MountedFileSize = new("SF0502", Error, "A mounted file is over 2 MB");
    public static readonly Rule MountedPathTwice = new("SF0503", Error, "A context mounts a file twice");
    public static readonly Rule MountedPathTaken = new("SF0504", Error, "A mounted file replaces one of the plugin's own");

    public static readonly Rule BinaryName = new("SF0601", Error, "A binary's name is not a plain file name");
    public static readonly Rule BinaryTwice = new("SF0602", Error, "Two binaries have the same name");
    public static readonly Rule BinaryWithoutDownload = new("SF0603", Error, "A binary has no download");
    public static readonly Rule UnknownArchitecture = new("SF0604", Error, "A binary's architecture does not exist");
    public static readonly Rule DownloadUrl = new("SF0605", Error, "A download's URL is not absolute http or https");
    public static readonly Rule DownloadSha256 = new("SF0606", Error, "A SHA-256 is not 64 hexadecimal digits");
    public static readonly Rule DownloadUnprotected = new("SF0607", Warning, "A download is neither encrypted nor checked");

    public static readonly Rule PolicyName = new("SF0701", Error, "A policy has no name");
    public static readonly Rule UnknownPolicyType = new("SF0702", Error, "A policy's type does not exist");
    public static readonly Rule PolicyBody = new("SF0703", Error, "A policy has no body");
    public static readonly Rule UnknownEngineType = new("SF0704", Error, "A policy's engine type does not exist");

    public static readonly Rule WebhookName = new("SF0801", Error, "A webhook has no name");
    public static readonly Rule WebhookEndpoint = new("SF0802", Error, "A webhook's URL is not absolute http or https");
    public static readonly Rule WebhookSecretNotSensitive = new("SF0803", Warning, "A webhook's secret is not sensitive");

    public static readonly Rule SourceSize = new("SF0901", Error, "The plugin's source is over 2 MB");
    public static readonly Rule SourceText = new("SF0902", Error, "The plugin's source is not UTF-8 text");
    public static readonly Rule SourceMissing = new("SF0903", Error, "A file that the source includes does not exist");
    public static readonly Rule SourceNeedsProject = new("SF0904", Warning, "The source refers to a project that a worker does not have");
    public static readonly Rule SourceCredentials = new("SF0905", Error, "A build file contains credentials");

    public static readonly Rule NoYaml = new("SF1101", Error, "A manifest is not valid YAML");
    public static readonly Rule TooLarge = new("SF1102", Error, "A manifest is too large");
    public static readonly Rule KeyTwice = new("SF1103", Error, "Duplicate key");
    public static readonly Rule PropertyMissing = new("SF1104", Error, "A property is missing");
    public static readonly Rule PropertyUnknown = new("SF1105", Error, "A property does not exist");
    public static readonly Rule ValueKind = new("SF1106", Error, "A value has the wrong type");
    public static readonly Rule PayloadBroken = new("SF1107", Error, "A payload is incomplete or changed");
}
