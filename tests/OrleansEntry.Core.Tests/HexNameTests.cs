using System.Collections.Concurrent;
using Xunit;

namespace OrleansEntry.Core.Tests;

public sealed class HexNameTests
{
    [Fact]
    public void Half_a_million_names_drawn_at_once_by_many_threads_are_all_different()
    {
        var names = new ConcurrentBag<string[]>();

        Parallel.For(0, 50, _ => names.Add([.. Enumerable.Range(0, 10_000).Select(_ => HexName.New())]));

        Assert.Equal(500_000, names.SelectMany(some => some).ToHashSet(StringComparer.Ordinal).Count);
    }
}
