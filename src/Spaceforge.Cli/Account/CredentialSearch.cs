namespace Spaceforge.Cli.Account;

/// <summary>Finds credentials as the platform's own tool does: in the environment, then in the file of profiles.</summary>
static class CredentialSearch
{
    /// <param name="profile">A profile that was asked for, which goes before the environment; or null.</param>
    /// <param name="note">Is told what whoever calls should know.</param>
    /// <exception cref="UsageException">There are none, or they are not as they must be.</exception>
    public static Credentials Find(EnvironmentVariables env, string? profile, Action<string> note)
    {
        var file = new ProfileFile(env);
        if (profile is not null) return file.Find(profile)!.Value.Credentials;

        var environment = new EnvironmentCredentials(env, note);
        if (environment.Find() is { } found) return found;

        var missing = environment.Missing();
        if (file.Find(alias: null) is var (alias, credentials))
        {
            // Not the account that somebody may have meant.
            if (missing is not null) note($"Using the profile '{alias}': {missing}.");
            return credentials;
        }

        throw new UsageException(
            $"No credentials found: {missing ?? $"the environment has neither {EnvironmentCredentials.Token} nor {EnvironmentCredentials.Endpoint} with {EnvironmentCredentials.KeyId} and {EnvironmentCredentials.KeySecret}"}, "
            + $"and {file.Path} has no current profile. Set these variables, or log in: spacectl profile login NAME");
    }
}
