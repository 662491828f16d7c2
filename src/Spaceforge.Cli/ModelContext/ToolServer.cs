using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.ModelContext;

/// <summary>Serves the tool's commands over the Model Context Protocol; each call is a process of the tool.</summary>
/// <param name="folder">Where commands run, and what their files are in.</param>
sealed class ToolServer(string folder) : IDisposable
{
    const int MostAtOnce = 4;
    const int MostCharacters = 200_000;

    static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    readonly SemaphoreSlim _places = new(MostAtOnce);

    /// <summary>Answers until the input ends, and stops what still runs then.</summary>
    /// <param name="input">Messages of the client, one per line.</param>
    /// <param name="output">Receives messages and nothing else.</param>
    /// <param name="error">Receives why the server stops early.</param>
    public async Task RunAsync(Stream input, Stream output, TextWriter error, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new McpServerOptions
        {
            ServerInfo =
                new Implementation { Name = "spaceforge", Version = typeof(SpaceforgePlugin).Assembly.GetName().Version!.ToString(3) },
            ServerInstructions =
                "Build and check Spacelift plugins written in C#. Paths are relative to the folder that the server was started in. "
                + "After each edit of a plugin, call generate and check; explain says what a code such as SF0713 means.",
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
            Handlers = new McpServerHandlers
            {
                ListToolsHandler =
                    (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. ServedTool.All.Select(tool => tool.Description)] }),
                CallToolHandler = async (request, called) =>
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(called, stop.Token);
                    return await CallAsync(request.Params!, either.Token);
                },
            },
        };
        await using var transport = new StreamServerTransport(new MessageStream(input, error), output);
        await using var server = McpServer.Create(transport, options);
        try
        {
            await server.RunAsync(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            // Processes that were told to end may clean up.
            for (var place = 0; place < MostAtOnce; place++)
            {
                await _places.WaitAsync(CapturedProcess.CleaningUp.Longest, CancellationToken.None);
            }
        }
    }

    public void Dispose() => _places.Dispose();

    async Task<CallToolResult> CallAsync(CallToolRequestParams call, CancellationToken cancellationToken)
    {
        var tool = ServedTool.All.FirstOrDefault(tool => tool.Name == call.Name)
            ?? throw new McpProtocolException(
                $"Unknown tool '{call.Name}'. The tools are {string.Join(", ", ServedTool.All.Select(tool => tool.Name))}.",
                McpErrorCode.InvalidParams);
        try
        {
            var made = tool.Make(new ToolArguments(tool, call.Arguments, folder));
            return made.Text is { } text ? Result(isError: false, text) : await RunAsync(made, cancellationToken);
        }
        catch (UsageException e)
        {
            return Result(isError: true, e.Message);
        }
    }

    async Task<CallToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Limit);
            var program = OwnProgram.Command;
            var (exitCode, output, error) = await CapturedProcess.RunAsync(
                program[0], [.. program.Skip(1), .. call.Command], withError: true, folder, limit.Token,
                call.Variables, CapturedProcess.CleaningUp, new CapturedStreams(call.Input ?? "", MostCharacters));
            return Result(exitCode != 0, output, error, exitCode == 0 ? "" : $"Exit code {exitCode}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Result(isError: true, $"It was stopped after {Limit.TotalMinutes} minutes.");
        }
        finally
        {
            _places.Release();
        }
    }

    static CallToolResult Result(bool isError, params string[] texts) => new()
    {
        IsError = isError,
        Content = [.. texts.Where(text => text.Trim().Length > 0).Select(text => new TextContentBlock { Text = text })],
    };
}
