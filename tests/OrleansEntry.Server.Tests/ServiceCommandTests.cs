using OrleansEntry.Core.Trading;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

/// <summary>The life of a service's credential as an operator plays it: each command prints what the next one is given.</summary>
public sealed class ServiceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_credential_is_made_listed_and_taken_over_from_with_an_overlap()
    {
        var (first, made) = Read(await Run("service", "new", "exchange", "approvals:redeem", "holds:read"));
        Assert.Equal(
            [
                "--Gateway:Services:exchange:Scopes:0=approvals:redeem", "--Gateway:Services:exchange:Scopes:1=holds:read",
                $"--Gateway:Services:exchange:Secrets:0={Convert.ToHexStringLower(first.Hash())}",
            ],
            made);

        var (second, rotated) = Read(await Run(["service", "rotate", "exchange", .. made]));
        string[] settings = [.. made[..2], .. rotated];
        Assert.Equal($"--Gateway:Services:exchange:Secrets:0={Convert.ToHexStringLower(second.Hash())}", rotated[0]);
        Assert.StartsWith($"--Gateway:Services:exchange:Secrets:1={Convert.ToHexStringLower(first.Hash())} until ", rotated[1],
            StringComparison.Ordinal);

        var listed = (await Run(["service", "list", .. settings])).Split('\n');
        Assert.Equal("exchange: approvals:redeem, holds:read", listed[0]);
        Assert.Matches(@"^  secret [0-9a-f]{8}… works, without an end$", listed[1]);
        Assert.Matches(@"^  secret [0-9a-f]{8}… works until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$", listed[2]);
        Assert.Equal(3, listed.Length);

        await using var again = ServerProcess.Start(_folder.Path, "Production", ["service", "rotate", "exchange", .. settings]);
        Assert.Equal(2, await again.Ended());
        Assert.Contains("Two secrets of 'exchange' work now", again.Errors, StringComparison.Ordinal);

        var (_, leaked) = Read(await Run(["service", "rotate", "exchange", "0", .. settings]));
        Assert.Single(leaked);
        Assert.Empty(_folder.Contents());
    }

    [Fact]
    public async Task One_that_is_removed_is_told_what_to_take_away_and_is_gone_once_that_is_done()
    {
        string[] kept = Read(await Run("service", "new", "desk", "holds:read")).Settings;
        string[] going = Read(await Run("service", "new", "exchange", "approvals:redeem", "holds:read")).Settings;

        var said = (await Run(["service", "remove", "exchange", .. kept, .. going])).Split('\n').Select(line => line.Trim()).ToArray();
        Assert.Equal("Gateway:Services:exchange", said[1]);
        Assert.EndsWith("each of its secrets is refused, and nobody may in its name: approvals:redeem, holds:read.", said[2],
            StringComparison.Ordinal);
        Assert.All(going, setting => Assert.StartsWith($"--{said[1]}:", setting, StringComparison.Ordinal));

        Assert.Equal("desk: holds:read", (await Run(["service", "list", .. kept])).Split('\n')[0]);
        await using var again = ServerProcess.Start(_folder.Path, "Production", ["service", "remove", "exchange", .. kept]);
        Assert.Equal(2, await again.Ended());
        Assert.Equal("There is no service 'exchange' in the settings: service list shows those that are.", again.Errors.Trim());
        Assert.Equal("", again.Output.Trim());
        Assert.Empty(_folder.Contents());
    }

    private async Task<string> Run(params string[] arguments)
    {
        await using var process = ServerProcess.Start(_folder.Path, "Production", arguments);
        Assert.Equal((0, ""), (await process.Ended(), process.Errors));
        return process.Output.TrimEnd();
    }

    // The secret, and the settings as a command line takes them.
    private static (ServiceSecret Secret, string[] Settings) Read(string output)
    {
        var lines = output.Split('\n').Select(line => line.Trim()).ToArray();
        Assert.True(ServiceSecret.TryParse(lines[1], out var secret));
        return (secret, [.. lines.Where(line => line.StartsWith("Gateway:", StringComparison.Ordinal))
            .Select(line => "--" + line.Replace(" = ", "=", StringComparison.Ordinal))]);
    }
}
