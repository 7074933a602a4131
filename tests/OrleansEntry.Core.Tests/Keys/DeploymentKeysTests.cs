using System.Globalization;
using System.Security.Cryptography;
using OrleansEntry.Core.Keys;
using Xunit;

namespace OrleansEntry.Core.Tests.Keys;

public sealed class DeploymentKeysTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly DeploymentKeys Keys = new(Secret);

    // Stored names and hashes hang on these: a change of derivation would lose every account.
    [Fact]
    public void Derivations_stay_what_they_are()
    {
        Assert.Equal("17617be96b0a5b10", Keys.Fingerprint);
        Assert.Equal("a9359e970794643c7ac9ef9983dd47fda4a8c57f9e355dad9aa871fa3575c1ad", Keys.NameIdentifier("ann@example.test"));
        Assert.Equal("c5a909ea8271d40b533a3ce497d7638f", Keys.StandInFor("ann@example.test").Value);
        Assert.Equal("b5c11f4d75659f58c42999375d985202", Keys.NameNetwork("ann@example.test"));
        Assert.Equal("84288bf34b4a61bed6f584134b2efee5a39bb7664a0167bdbc709321c704cde7", Keys.NameIdempotency("ann@example.test"));
        Assert.Equal("bafa5a4182cc66908b604756f4c75a7ddc350e427608dd2bafa3d10c1e72c10e", Hex(Keys.HashCode("ann@example.test", "")));
        Assert.Equal("936f3ac2612f1154aa9fa36bb8d63acd51cd76f52e9c3476246ef844587c9056", Hex(Keys.SecurityCheck));
    }

    [Fact]
    public void Every_purpose_has_a_key_of_its_own()
    {
        string[] names =
        [
            Keys.NameIdentifier("16:x"), Keys.StandInFor("16:x").Value, Keys.NameNetwork("16:x"), Keys.NameIdempotency("16:x"),
            Hex(Keys.HashCode("x", "16")),
            Hex(Keys.SecurityCheck), Keys.Fingerprint,
        ];

        Assert.Equal(names.Length, names.Select(name => name[..16]).Distinct().Count());
    }

    [Fact]
    public void Another_secret_gives_other_names_for_everything()
    {
        byte[] changed = [.. Secret[..31], 32];
        var others = new DeploymentKeys(changed);

        Assert.NotEqual(Keys.Fingerprint, others.Fingerprint);
        Assert.NotEqual(Keys.NameIdentifier("a"), others.NameIdentifier("a"));
        Assert.NotEqual(Keys.StandInFor("a"), others.StandInFor("a"));
        Assert.NotEqual(Keys.NameNetwork("a"), others.NameNetwork("a"));
        Assert.NotEqual(Keys.NameIdempotency("a"), others.NameIdempotency("a"));
        Assert.NotEqual(Keys.HashCode("a", "b"), others.HashCode("a", "b"));
        Assert.NotEqual(Keys.SecurityCheck, others.SecurityCheck);
    }

    [Fact]
    public void A_stand_in_is_the_same_every_time_and_has_the_form_of_an_account()
    {
        var ids = Enumerable.Range(0, 1000).Select(i => Keys.StandInFor(Keys.NameIdentifier(i.ToString(CultureInfo.InvariantCulture))))
            .ToArray();

        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(HexName.IsValid(id.Value)));
        Assert.Equal(ids[7], new DeploymentKeys(Secret).StandInFor(Keys.NameIdentifier("7")));
    }

    [Fact]
    public void A_code_s_hash_is_bound_to_its_owner_without_ambiguity()
    {
        Assert.NotEqual(Keys.HashCode("ab", "c"), Keys.HashCode("a", "bc"));
        Assert.NotEqual(Keys.HashCode("1", "2:34"), Keys.HashCode("12:3", "4"));
        Assert.NotEqual(Keys.HashCode("a", "12345678"), Keys.HashCode("b", "12345678"));
        Assert.Equal(Keys.HashCode("a", "12345678"), Keys.HashCode("a", "12345678"));
    }

    [Fact]
    public void What_the_list_is_signed_with_stays_the_same_and_its_public_half_verifies()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Keys.OfficialListKey);
        var signature = Keys.SignOfficialList("list"u8);

        Assert.True(key.VerifyData("list"u8, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.False(key.VerifyData("lost"u8, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal("4fa73d355b5c61028d02c17dc77a20f39748639fd2c038d9f168a8e09d38960b",
            Hex(SHA256.HashData(key.ExportSubjectPublicKeyInfo())));
        Assert.NotEqual(Keys.OfficialListKey, new DeploymentKeys(new byte[32]).OfficialListKey);
    }

    [Fact]
    public void A_short_secret_is_a_fault() => Assert.Throws<ArgumentException>(() => new DeploymentKeys(Secret.AsSpan(0, 31)));

    [Fact]
    public void It_prints_its_fingerprint_only() => Assert.Equal($"[keys {Keys.Fingerprint}]", Keys.ToString());

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
