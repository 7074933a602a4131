using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Grains.Operators;

// How operators come in. What a passkey is asked with goes to the browser sealed and comes back with its answer, so that strangers fill
// no memory; that it was used is stored with what it led to.
internal sealed partial class OperatorsGrain
{
    private static readonly TimeSpan CeremonyFor = TimeSpan.FromMinutes(5);

    public async Task<OperatorReply> BeginEnrolment(string invitation, Visit visit)
    {
        if (await Network(visit).Take(NetworkBudgets.Attempt) is { } wait) return new OperatorReply.Waiting { Until = wait };

        var now = clock.GetUtcNow();
        if (!OperatorInvitation.TryRead(invitation, keys, out var invited)) return OperatorsTranslation.Refused("operator-not-admitted");
        if (OperatorRules.RefuseInvitation(_state, invited, now) is { } refusal) return OperatorsTranslation.Reply(refusal);

        await Network(visit).GiveBack(NetworkBudgets.Attempt);
        var id = HexName.New();
        var asked = await passkeys.BeginRegistration(party, new PasskeyOwner(id, invited.Name), []);
        return Seal(asked, new Ceremony(invited.Nonce, asked.State, now + CeremonyFor, id));
    }

    public async Task<OperatorReply> Enrol(string invitation, string ceremony, string answer, Visit visit)
    {
        DemandRoomInLog();
        if (await Network(visit).Take(NetworkBudgets.Attempt) is { } wait) return new OperatorReply.Waiting { Until = wait };

        var now = clock.GetUtcNow();
        if (!OperatorInvitation.TryRead(invitation, keys, out var invited) || Open(ceremony, now) is not { OperatorId: { } id } begun
            || begun.Nonce != invited.Nonce)
            return OperatorsTranslation.Refused("operator-not-admitted");
        if (await passkeys.VerifyRegistration(party, begun.State, [], answer) is not RegistrationVerdict.Right right)
            return OperatorsTranslation.Refused("operator-not-admitted");

        await Network(visit).GiveBack(NetworkBudgets.Attempt);
        var (decided, next) = OperatorRules.Enrol(_state, invited, id, right.Credential, clock.GetUtcNow(), CallerOf(visit), keys);
        await Commit(next);
        return decided is OperatorAnswer.Enrolled enrolled
            ? new OperatorReply.Done<OperatorView> { Value = OperatorsTranslation.View(enrolled.Operator) }
            : OperatorsTranslation.Reply(decided);
    }

    public async Task<OperatorReply> BeginEntry(Visit visit)
    {
        if (await Network(visit).Take(NetworkBudgets.Begin) is { } wait) return new OperatorReply.Waiting { Until = wait };

        // None is named: the browser learns nothing of who the operators are.
        var asked = await passkeys.BeginAssertion(party, "", []);
        return Seal(asked, new Ceremony(HexName.New(), asked.State, clock.GetUtcNow() + CeremonyFor, null));
    }

    public async Task<OperatorReply> Enter(string ceremony, string answer, Visit visit)
    {
        DemandRoomInLog();
        if (await Network(visit).Take(NetworkBudgets.Attempt) is { } wait) return new OperatorReply.Waiting { Until = wait };

        var now = clock.GetUtcNow();
        if (Open(ceremony, now) is not { OperatorId: null } begun) return OperatorsTranslation.Refused("operator-not-admitted");

        // Who is unknown, or was changed in the store, costs a signature too.
        var known = OperatorRules.Owner(_state, CredentialIdOf(answer));
        var verdict = await passkeys.VerifyAssertion(party, begun.State, known?.Id ?? "", IsIntact(known) ? [known.Key] : [], answer);
        if (known is null || verdict is not AssertionVerdict.Right right)
        {
            await Commit(OperatorRules.RefuseEntry(_state, known?.Id, now, CallerOf(visit)));
            return OperatorsTranslation.Refused("operator-not-admitted");
        }

        var secret = RandomNumberGenerator.GetBytes(SessionToken.SecretBytes);
        var shown = new ShownKey(clock.GetUtcNow(), begun.Nonce, begun.ExpiresAt, known.Id, right.Credential);
        var (decided, next) = OperatorRules.Enter(
            _state, shown, new SessionSeed(HexName.New(), SessionToken.Hash(secret)), CallerOf(visit));
        await Commit(next);
        if (decided is not OperatorAnswer.Entered entered) return OperatorsTranslation.Reply(decided);

        await Network(visit).GiveBack(NetworkBudgets.Attempt);
        return new OperatorReply.Done<OperatorGrant>
        {
            Value = new OperatorGrant
            {
                SessionId = entered.Session.Id, Secret = secret, Self = OperatorsTranslation.Self(entered.Session, known),
            },
        };
    }

    private OperatorReply.Done<OperatorCeremony> Seal(PasskeyCeremony asked, Ceremony ceremony) => new()
    {
        Value = new OperatorCeremony
        {
            Options = asked.Options, ExpiresAt = ceremony.ExpiresAt,
            Ceremony = protector.SealCeremony(JsonSerializer.Serialize(ceremony, CeremonyJsonContext.Default.Ceremony)),
        },
    };

    private Ceremony? Open(string ceremony, DateTimeOffset now) =>
        protector.OpenCeremony(ceremony) is { } json
            && JsonSerializer.Deserialize(json, CeremonyJsonContext.Default.Ceremony) is { } begun && now < begun.ExpiresAt
            ? begun
            : null;

    // Anything may be in an answer; what is no id names nobody.
    private static byte[] CredentialIdOf(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("id", out var id)
                && id.ValueKind is JsonValueKind.String && Base64Url.IsValid(id.GetString()!)
                ? Base64Url.DecodeFromChars(id.GetString()!)
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>What a passkey was asked with.</summary>
/// <param name="Nonce">Names it; of an enrolment the invitation.</param>
/// <param name="State">The verifier's.</param>
/// <param name="ExpiresAt">Its end.</param>
/// <param name="OperatorId">Who is being enrolled; <see langword="null"/> for an entry.</param>
internal sealed record Ceremony(string Nonce, string State, DateTimeOffset ExpiresAt, string? OperatorId)
{
    /// <summary>Never prints the state.</summary>
    public override string ToString() => "operator ceremony";
}

[JsonSerializable(typeof(Ceremony))]
internal sealed partial class CeremonyJsonContext : JsonSerializerContext;
