using OrleansEntry.Grains.Passcodes;
using Xunit;

namespace OrleansEntry.Grains.Tests.Passcodes;

public sealed class PasscodeHashTests
{
    private const string Salt = "AAAAAAAAAAAAAAAAAAAAAA";
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public void A_stored_hash_reads_back_and_says_how_it_was_made()
    {
        const string stored = $"k1$argon2id$v=19$m=19456,t=2,p=1${Salt}${Key}";

        Assert.True(PasscodeHash.TryParse(stored, out var hash));

        Assert.Equal(stored, hash.Stored);
        Assert.Equal("k1", hash.PepperId);
        Assert.Equal(new HashCost(19456, 2), hash.Cost);
        Assert.Equal("[passcode hash]", $"{hash}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData($"$argon2id$v=19$m=19456,t=2,p=1${Salt}${Key}")]
    [InlineData($"K1$argon2id$v=19$m=19456,t=2,p=1${Salt}${Key}")]
    [InlineData($"k1$argon2i$v=19$m=19456,t=2,p=1${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=16$m=19456,t=2,p=1${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=19$m=19456,t=2,p=4${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=19$m=19456,t=2${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=19$m=1048577,t=2,p=1${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=19$m=99999999999,t=2,p=1${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=19$m=7,t=2,p=1${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=19$m=-8,t=2,p=1${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=19$m=19456,t=65,p=1${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=19$m=19456,t=0,p=1${Salt}${Key}")]
    [InlineData($"k1$argon2id$v=19$m=19456,t=2,p=1${Salt}A${Key}")]
    [InlineData($"k1$argon2id$v=19$m=19456,t=2,p=1${Salt}${Key}=")]
    [InlineData($"k1$argon2id$v=19$m=19456,t=2,p=1${Salt}$")]
    [InlineData($"k1$argon2id$v=19$m=19456,t=2,p=1${Salt}${Key}$")]
    public void Any_other_text_is_refused(string? stored) => Assert.False(PasscodeHash.TryParse(stored, out _));
}
