using System.CommandLine;
using System.CommandLine.Invocation;
using Spaceforge.Cli.Account;
using Spaceforge.Hosting;
using Spaceforge.Secrets;

namespace Spaceforge.Cli.Commands;

/// <summary>Runs a command against an account. On a signal it waits for a pending response and reports what was done.</summary>
sealed class AccountAction(Func<ParseResult, AccountSession, Task> run) : AsynchronousCommandLineAction
{
    public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var signals = new StopSignals(stop);
        var secrets = new SecretMasker();
        var output = new AccountOutput(parseResult.GetValue(AccountOptions.Json), secrets);
        using var api = new AccountApi(
            () => CredentialSearch.Find(new EnvironmentVariables(), parseResult.GetValue(AccountOptions.Profile), output.Note),
            parseResult.GetValue(AccountOptions.DryRun), output, secrets, stop.Token);
        try
        {
            await run(parseResult, new AccountSession(new PluginAccount(api), output, secrets));
            return ExitCodes.Done;
        }
        catch (OperationCanceledException)
        {
            output.Note("Stopped.");
            return ExitCodes.SignalBase + signals.Number;
        }
        catch (SpaceforgeException e)
        {
            output.Note($"error: {e.Message}");
            return e.ExitCode;
        }
        finally
        {
            // Scripts also learn what was done when a later step failed.
            output.Finish();
        }
    }
}

/// <summary>What a command against an account works with.</summary>
sealed record AccountSession(PluginAccount Account, AccountOutput Output, SecretMasker Secrets);
