namespace Spaceforge.Cli.Account;

/// <summary>Finds credentials as spacectl does: in the environment, then in the profiles file.</summary>
static class CredentialSearch
{
    /// <param name="profile">The requested profile, which takes precedence over the environment, or null.</param>
    /// <param name="note">Receives notes for the user.</param>
    /// <exception cref="UsageException">There are none, or they are invalid.</exception>
    public static Credentials Find(EnvironmentVariables env, string? profile, Action<string> note)
    {
        var file = new ProfileFile(env);
        if (profile is not null) return file.Find(profile)!.Value.Credentials;

        var environment = new EnvironmentCredentials(env, note);
        if (environment.Find() is { } found) return found;

        var missing = environment.Missing();
        if (file.Find(alias: null) is var (alias, credentials))
        {
            // The user may have meant another account.
            if (missing is not null) note($"Using the profile '{alias}': {missing}.");
            return credentials;
        }

        throw new UsageException(
            $"No credentials found: {missing ?? $"the environment has neither {EnvironmentCredentials.Token} nor {EnvironmentCredentials.Endpoint} with {EnvironmentCredentials.KeyId} and {EnvironmentCredentials.KeySecret}"}, "
            + $"and {file.Path} has no current profile. Set these variables, or log in: spacectl profile login NAME");
    }
}
