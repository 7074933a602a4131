using OrleansEntry.Grains.Passcodes;
using Xunit;

namespace OrleansEntry.Grains.Tests.Passcodes;

public sealed class PeppersTests
{
    internal static Peppers Of(string current, params string[] others) =>
        new(current, others.Append(current).ToDictionary(id => id, id => Enumerable.Repeat((byte)id[^1], 32).ToArray()));

    [Theory]
    [InlineData("K1", 32)]
    [InlineData("", 32)]
    [InlineData("a$b", 32)]
    [InlineData("seventeen-letters", 32)]
    [InlineData("k1", 31)]
    public void A_bad_id_or_a_short_key_is_a_fault(string id, int bytes) =>
        Assert.Throws<ArgumentException>(() => new Peppers(id, new Dictionary<string, byte[]> { [id] = new byte[bytes] }));

    [Fact]
    public void The_current_one_must_be_there() =>
        Assert.Throws<ArgumentException>(() => new Peppers("k2", new Dictionary<string, byte[]> { ["k1"] = new byte[32] }));

    [Fact]
    public void There_are_one_to_sixteen()
    {
        Assert.Throws<ArgumentException>(() => new Peppers("k1", new Dictionary<string, byte[]>()));
        Assert.Throws<ArgumentException>(() => new Peppers("k1", Enumerable.Range(1, 17).ToDictionary(n => $"k{n}", _ => new byte[32])));
    }

    [Fact]
    public void Neither_peppers_nor_their_faults_print_a_key()
    {
        var fault = Assert.Throws<ArgumentException>(() => Peppers.FromBase64("k1", new Dictionary<string, string> { ["k1"] = "canary!" }));

        Assert.DoesNotContain("canary", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal("[1 pepper(s)]",
            $"{Peppers.FromBase64("k1", new Dictionary<string, string> { ["k1"] = Convert.ToBase64String(new byte[32]) })}");
    }
}
