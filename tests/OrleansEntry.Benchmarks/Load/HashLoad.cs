using System.Diagnostics;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Grains.Passcodes;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>The ceiling of entries: the server's own hasher, with its default costs and threads, and nothing around it.</summary>
internal sealed class HashLoad : IDisposable
{
    private readonly PasscodeHasher _hasher = new(
        Options.Create(Defaults), new Peppers("load", new Dictionary<string, byte[]> { ["load"] = new byte[Peppers.MinKeyBytes] }));

    public static PasscodeHashingOptions Defaults { get; } = new();

    /// <summary>Compares a right passcode with its hash for a while, by as many callers as enter at once.</summary>
    public async Task<(int Done, TimeSpan Took)> For(TimeSpan duration)
    {
        if (!Passcode.TryParse(Person.Passcode, out var passcode)) throw new InvalidOperationException("The passcode is none.");

        var hash = await _hasher.Hash(passcode);
        var began = Stopwatch.GetTimestamp();
        var done = await Task.WhenAll(Enumerable.Range(0, Plan.EntryConnections).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(began) < duration; count++)
            {
                if (!(await _hasher.Verify(passcode, hash)).Right) throw new InvalidOperationException("The right passcode was wrong.");
            }

            return count;
        })));
        return (done.Sum(), Stopwatch.GetElapsedTime(began));
    }

    /// <inheritdoc/>
    public void Dispose() => _hasher.Dispose();
}
