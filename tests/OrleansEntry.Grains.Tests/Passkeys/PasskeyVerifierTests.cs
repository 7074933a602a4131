using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Grains.Passkeys;
using OrleansEntry.Tests;
using Xunit;
using Lie = System.Action<OrleansEntry.Tests.SoftPasskey.Statement>;

namespace OrleansEntry.Grains.Tests.Passkeys;

/// <summary>Answers of authenticators, the true ones and those with one field changed (W-01 to W-11).</summary>
public sealed class PasskeyVerifierTests : IDisposable
{
    private const string Owner = "0123456789abcdef0123456789abcdef";
    private const string Origin = "https://entry.example.test";

    private static readonly RelyingParty Party = new("entry.example.test", [Origin]);

    private readonly PasskeyVerifier _verifier = new(NullLogger<PasskeyVerifier>.Instance);
    private readonly SoftPasskey _passkey = new() { Origin = Origin };
    private readonly SoftPasskey _anothers = new() { Origin = Origin };

    public void Dispose()
    {
        _passkey.Dispose();
        _anothers.Dispose();
    }

    [Fact]
    public async Task What_a_browser_is_asked_for_a_new_passkey()
    {
        var known = await Register(_passkey);
        var (options, state) = await _verifier.BeginRegistration(Party, new PasskeyOwner(Owner, "ada@example.test"), [known]);

        var asked = JsonDocument.Parse(options).RootElement;
        Assert.Equal("entry.example.test", asked.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal(Owner, Text(asked.GetProperty("user").GetProperty("id")));
        Assert.Equal("ada@example.test", asked.GetProperty("user").GetProperty("name").GetString());
        Assert.Equal([-7, -35, -36], asked.GetProperty("pubKeyCredParams").EnumerateArray().Select(p => p.GetProperty("alg").GetInt32()));
        Assert.Equal("required", asked.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString());
        Assert.Equal("required", asked.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString());
        Assert.Equal("none", asked.GetProperty("attestation").GetString());
        Assert.Equal(300_000, asked.GetProperty("timeout").GetInt32());
        Assert.Equal([_passkey.Id], asked.GetProperty("excludeCredentials").EnumerateArray().Select(c => Bytes(c.GetProperty("id"))));
        Assert.Equal(32, Bytes(asked.GetProperty("challenge")).Length);
        Assert.DoesNotContain("ada", state.Replace("ada@example.test", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ways_to_an_authenticator_that_nobody_has_heard_of_are_not_kept()
    {
        var (options, state) = await _verifier.BeginRegistration(Party, new PasskeyOwner(Owner, "ada@example.test"), []);

        var answer = _passkey.Create(options).Replace("\"hybrid\"", "\"pigeon\"", StringComparison.Ordinal);

        var right = Assert.IsType<RegistrationVerdict.Right>(await _verifier.VerifyRegistration(Party, state, [], answer));
        Assert.Equal(["internal"], right.Credential.Transports);
    }

    [Fact]
    public async Task What_a_browser_is_asked_for_a_passkey_there_is()
    {
        var known = await Register(_passkey);

        var named = JsonDocument.Parse((await _verifier.BeginAssertion(Party, Owner, [known])).Options).RootElement;
        Assert.Equal([_passkey.Id], named.GetProperty("allowCredentials").EnumerateArray().Select(c => Bytes(c.GetProperty("id"))));
        Assert.Equal("required", named.GetProperty("userVerification").GetString());
        Assert.Equal("entry.example.test", named.GetProperty("rpId").GetString());

        // Without a list nothing in it depends on the owner but chance.
        var unnamed = JsonDocument.Parse((await _verifier.BeginAssertion(Party, Owner, [])).Options).RootElement;
        Assert.Empty(unnamed.GetProperty("allowCredentials").EnumerateArray());
        Assert.DoesNotContain(Owner, unnamed.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_two_challenges_are_alike()
    {
        var challenges = new HashSet<string>();
        for (var i = 0; i < 50; i++)
        {
            var (options, _) = await _verifier.BeginAssertion(Party, Owner, []);
            Assert.True(challenges.Add(JsonDocument.Parse(options).RootElement.GetProperty("challenge").GetString()!));
        }
    }

    [Theory]
    [InlineData("nistP256", 16)]
    [InlineData("nistP384", 64)]
    [InlineData("nistP521", 1023)]
    public async Task A_passkey_of_every_curve_is_made_and_signs(string curve, int idBytes)
    {
        using var passkey = new SoftPasskey(ECCurve.CreateFromFriendlyName(curve), idBytes) { Origin = Origin };
        var known = await Register(passkey);
        Assert.Equal(passkey.Id, known.Id);
        Assert.Equal(["internal", "hybrid"], known.Transports);

        var right = Assert.IsType<AssertionVerdict.Right>(await Show(passkey, known));
        Assert.Equal(2u, right.Credential.Counter);
    }

    [Fact]
    public async Task A_synced_passkey_says_so_and_may_come_and_go_from_its_backup()
    {
        using var passkey = new SoftPasskey { Origin = Origin, Synced = true, Counts = false };
        var known = await Register(passkey);
        Assert.True(known is { BackupEligible: true, BackedUp: true, Counter: 0 });

        var right = Assert.IsType<AssertionVerdict.Right>(await Show(passkey, known, said => said.Flags &= 0xEF));
        Assert.False(right.Credential.BackedUp);
    }

    [Fact]
    public async Task What_a_counter_means_is_left_to_who_asks()
    {
        var known = (await Register(_passkey)) with { Counter = 90 };

        var right = Assert.IsType<AssertionVerdict.Right>(await Show(_passkey, known, said => said.Counter = 4));

        Assert.Equal(4u, right.Credential.Counter);
    }

    public static TheoryData<string> RegistrationLies() => Fields("get:");

    [Theory]
    [MemberData(nameof(RegistrationLies))]
    public async Task A_registration_with_one_field_changed_is_wrong(string field)
    {
        var (options, state) = await _verifier.BeginRegistration(Party, new PasskeyOwner(Owner, "ada"), []);

        var answer = _passkey.Create(options, Lies(said => said.Type = "webauthn.get")[field]);

        Assert.IsType<RegistrationVerdict.Wrong>(await _verifier.VerifyRegistration(Party, state, [], answer));
    }

    public static TheoryData<string> AssertionLies() => Fields("new:");

    [Theory]
    [MemberData(nameof(AssertionLies))]
    public async Task An_assertion_with_one_field_changed_is_wrong(string field)
    {
        var known = await Register(_passkey);
        var lie = Lies(said => said.Type = "webauthn.create")[field];

        Assert.IsType<AssertionVerdict.Right>(await Show(_passkey, known));
        Assert.IsType<AssertionVerdict.Wrong>(await Show(_passkey, known, lie));
        Assert.IsType<AssertionVerdict.Wrong>(await Show(_passkey, known, lie, named: true));
    }

    private static TheoryData<string> Fields(string but)
    {
        using var any = new PasskeyVerifierTests();
        return [.. any.Lies(_ => { }).Keys.Where(field => !field.StartsWith(but, StringComparison.Ordinal))];
    }

    // One field each; "new:" and "get:" are of one ceremony alone.
    private Dictionary<string, Lie> Lies(Lie anotherCeremony) => new()
    {
        ["type"] = anotherCeremony,
        ["challenge"] = said => said.Challenge = new string('A', 43),
        ["challenge shorter"] = said => said.Challenge = said.Challenge[..^1],
        ["no challenge"] = said => said.Challenge = "",
        ["origin of a subdomain"] = said => said.Origin = "https://a.entry.example.test",
        ["origin without TLS"] = said => said.Origin = "http://entry.example.test",
        ["origin with a port"] = said => said.Origin = Origin + ":8443",
        ["origin with a slash"] = said => said.Origin = Origin + "/",
        ["origin of another"] = said => said.Origin = "https://entry.example.test.evil.test",
        ["cross-origin"] = said => said.CrossOrigin = true,
        ["top origin"] = said => said.TopOrigin = Origin,
        ["relying party"] = said => said.RelyingParty = "example.test",
        ["nobody present"] = said => said.Flags &= 0xFE,
        ["nobody verified"] = said => said.Flags &= 0xFB,
        ["backed up without being able to"] = said => said.Flags |= 0x10,
        ["kind"] = said => said.Kind = "password",
        ["id"] = said => said.Id = _anothers.Id,
        ["new: algorithm not asked for, RS256"] = said => said.PublicKey = _passkey.KeyCalled(-257),
        ["new: algorithm not asked for, ES256K"] = said => said.PublicKey = _passkey.KeyCalled(-47),
        ["new: algorithm not asked for, EdDSA"] = said => said.PublicKey = _passkey.KeyCalled(-8),
        ["new: no key"] = said => said.Flags &= 0xBF,
        ["new: key cut short"] = said => said.PublicKey = _passkey.KeyCalled(-7)[..^1],
        ["get: able to be backed up all at once"] = said => said.Flags |= 0x08,
        ["get: owner"] = said => said.Owner = new string('f', 32),
        ["get: signed by another"] = said => said.SignedBy = _anothers,
        ["get: no signature"] = said => said.Spoil = parts => Array.Clear(parts[2]),
    };

    [Fact]
    public async Task No_byte_of_an_assertion_can_be_changed()
    {
        var known = await Register(_passkey);
        var (options, state) = await _verifier.BeginAssertion(Party, Owner, []);
        int[] lengths = [];
        _passkey.Get(options, said => said.Spoil = (parts) => lengths = [.. parts.Select(p => p.Length)]);

        // A signature's length differs by a byte or two from one to the next.
        var places = from part in Enumerable.Range(0, lengths.Length) from at in Enumerable.Range(0, lengths[part] - 3) select (part, at);
        foreach (var (part, at) in places)
        {
            var answer = _passkey.Get(options, said => said.Spoil = parts => parts[part][at] ^= 0x04);
            Assert.IsType<AssertionVerdict.Wrong>(await _verifier.VerifyAssertion(Party, state, Owner, [known], answer));
        }
    }

    [Fact]
    public async Task Where_no_passkey_was_named_the_owner_must_be()
    {
        var known = await Register(_passkey);

        Assert.IsType<AssertionVerdict.Wrong>(await Show(_passkey, known, said => said.Owner = null));
        Assert.IsType<AssertionVerdict.Right>(await Show(_passkey, known, said => said.Owner = null, named: true));
    }

    [Fact]
    public async Task A_passkey_counts_for_its_owner_alone()
    {
        var known = await Register(_passkey);
        var (options, state) = await _verifier.BeginAssertion(Party, Owner, []);
        var answer = _passkey.Get(options);

        Assert.IsType<AssertionVerdict.Wrong>(await _verifier.VerifyAssertion(Party, state, Owner, [], answer));
        Assert.IsType<AssertionVerdict.Wrong>(await _verifier.VerifyAssertion(Party, state, new string('f', 32), [known], answer));
        Assert.IsType<AssertionVerdict.Right>(await _verifier.VerifyAssertion(Party, state, Owner, [known], answer));
    }

    [Fact]
    public async Task An_answer_to_another_question_is_wrong()
    {
        var known = await Register(_passkey);
        var (options, _) = await _verifier.BeginAssertion(Party, Owner, []);
        var (_, state) = await _verifier.BeginAssertion(Party, Owner, []);
        var (creation, creationState) = await _verifier.BeginRegistration(Party, new PasskeyOwner(Owner, "ada"), []);

        Assert.IsType<AssertionVerdict.Wrong>(await _verifier.VerifyAssertion(Party, state, Owner, [known], _passkey.Get(options)));
        Assert.IsType<AssertionVerdict.Wrong>(
            await _verifier.VerifyAssertion(Party, creationState, Owner, [known], _passkey.Create(creation)));
    }

    [Fact]
    public async Task What_the_owner_has_is_not_new()
    {
        var known = await Register(_passkey);
        var (options, state) = await _verifier.BeginRegistration(Party, new PasskeyOwner(Owner, "ada"), [known]);

        Assert.IsType<RegistrationVerdict.Wrong>(await _verifier.VerifyRegistration(Party, state, [known], _passkey.Create(options)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"AA","type":"public-key","response":{}}""")]
    [InlineData("""{"id":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}""")]
    [InlineData("""{"id":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}}""")]
    [InlineData("not json")]
    public async Task Rubbish_is_wrong_and_nothing_worse(string answer)
    {
        var known = await Register(_passkey);
        var (_, state) = await _verifier.BeginAssertion(Party, Owner, []);
        var (_, creationState) = await _verifier.BeginRegistration(Party, new PasskeyOwner(Owner, "ada"), []);

        Assert.IsType<AssertionVerdict.Wrong>(await _verifier.VerifyAssertion(Party, state, Owner, [known], answer));
        Assert.IsType<RegistrationVerdict.Wrong>(await _verifier.VerifyRegistration(Party, creationState, [], answer));
    }

    [Fact]
    public void Nothing_of_it_prints_itself()
    {
        Assert.Equal("passkey", new PasskeyCredential { Id = [1], PublicKey = [2] }.ToString());
        Assert.Equal("passkey ceremony", new PasskeyCeremony("options", "state").ToString());
    }

    private async Task<PasskeyCredential> Register(SoftPasskey passkey)
    {
        var (options, state) = await _verifier.BeginRegistration(Party, new PasskeyOwner(Owner, "ada"), []);
        return Assert.IsType<RegistrationVerdict.Right>(
            await _verifier.VerifyRegistration(Party, state, [], passkey.Create(options))).Credential;
    }

    private async Task<AssertionVerdict> Show(SoftPasskey passkey, PasskeyCredential known, Lie? lie = null, bool named = false)
    {
        var (options, state) = await _verifier.BeginAssertion(Party, Owner, named ? [known] : []);
        return await _verifier.VerifyAssertion(Party, state, Owner, [known], passkey.Get(options, lie));
    }

    private static string Text(JsonElement encoded) => System.Text.Encoding.UTF8.GetString(Bytes(encoded));

    private static byte[] Bytes(JsonElement encoded) => System.Buffers.Text.Base64Url.DecodeFromChars(encoded.GetString()!);
}
