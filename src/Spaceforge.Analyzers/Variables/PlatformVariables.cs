namespace Spaceforge.Analyzers.Variables;

/// <summary>
/// Variables that are set without the plugin: by the platform, its integrations, the image and the stack's tools.
/// </summary>
static class PlatformVariables
{
    static readonly string[] Prefixes =
    [
        "TF_", "SPACELIFT_", "ro_", "wo_", "AWS_", "GOOGLE_", "ARM_", "AZURE_", "CF_METADATA_", "TG_", "TERRAGRUNT_", "TOFU_", "PULUMI_",
        "ANSIBLE_", "KUBE", "INFRACOST_", "GIT_", "GITHUB_", "GITLAB_", "DOTNET_", "NUGET_", "LC_", "SSL_CERT_", "XDG_", "SSH_",
    ];

    static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "CI", "HOME", "HOSTNAME", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "LANG", "LANGUAGE", "LOGNAME", "NO_COLOR", "PATH",
        "PWD", "OLDPWD", "SHELL", "SHLVL", "TERM", "TMP", "TEMP", "TMPDIR", "TZ", "UID", "USER", "USERNAME", "EDITOR",
    };

    public static bool Has(string name) =>
        Names.Contains(name) || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether it is one of the platform's secrets.</summary>
    public static bool IsSecret(string name) =>
        name is "SPACELIFT_API_TOKEN" or "SPACELIFT_OIDC_TOKEN" or "AWS_SECRET_ACCESS_KEY"
            or "AWS_SESSION_TOKEN" or "GOOGLE_OAUTH_ACCESS_TOKEN";
}
