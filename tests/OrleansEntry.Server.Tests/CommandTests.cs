using System.Diagnostics;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

public sealed class CommandTests : IDisposable
{
    private const string Empty = """{"head":{"sequence":0,"hash":"GENESIS"}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(2, "activity")]
    [InlineData(2, "activity", "verify")]
    [InlineData(2, "activity", "verify", "no-such-file")]
    [InlineData(1, "health", "http://127.0.0.1:9/health/ready")]
    [InlineData(2, "health", "localhost")]
    [InlineData(2, "service")]
    [InlineData(2, "service", "new", "Exchange")]
    [InlineData(2, "service", "new", "exchange", "everything")]
    [InlineData(2, "service", "rotate")]
    [InlineData(2, "service", "rotate", "exchange")]
    [InlineData(2, "service", "rotate", "exchange", "91")]
    [InlineData(2, "service", "remove")]
    [InlineData(2, "service", "remove", "exchange")]
    [InlineData(2, "service", "remove", "--Gateway:Services:exchange:Scopes:0", "holds:read")]
    [InlineData(2, "service", "list", "exchange")]
    [InlineData(1, "service", "list", "--Gateway:Services:exchange:Scope:0", "holds:read")]
    [InlineData(1, "service", "list", "--Gateway:Services:exchange:Scopes:0", "holds:read")]
    [InlineData(2, "nonsense")]
    [InlineData(2, "--urls", "http://127.0.0.1:0", "nonsense")]
    public async Task A_command_says_by_its_exit_code_how_it_went(int code, params string[] arguments)
    {
        await using var process = ServerProcess.Start(_folder.Path, "Production", arguments);

        Assert.Equal(code, await process.Ended());
        Assert.Equal(code == 0, process.Errors.Length == 0);
    }

    [Fact]
    public async Task Dotnet_run_works_where_it_was_asked_to()
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _folder.Path, RedirectStandardOutput = true };
        foreach (var argument in new[] { "msbuild", Path.Combine(Repository.Root, "src/OrleansEntry.Server"),
            "-getProperty:RunWorkingDirectory" })
            start.ArgumentList.Add(argument);
        using var build = Process.Start(start)!;

        var said = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (build.ExitCode, said.Trim()));
    }

    [Fact]
    public async Task An_intact_log_is_called_intact()
    {
        File.WriteAllText(_folder["log"], Empty.Replace("GENESIS", Core.Activity.ActivityChain.Genesis, StringComparison.Ordinal) + "\n");

        await using var process = ServerProcess.Start(_folder.Path, "Production", "activity", "verify", "log");

        Assert.Equal(0, await process.Ended());
        Assert.Contains("intact", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_log_is_called_so_with_its_line()
    {
        File.WriteAllText(_folder["log"], Empty + "\n");

        await using var process = ServerProcess.Start(_folder.Path, "Production", "activity", "verify", "log");

        Assert.Equal(1, await process.Ended());
        Assert.Contains("Line 1", process.Output, StringComparison.Ordinal);
    }
}
