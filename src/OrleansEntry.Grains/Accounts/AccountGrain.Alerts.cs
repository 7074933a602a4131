using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Registration;
using OrleansEntry.Core.SafetyPhrases;

namespace OrleansEntry.Grains.Accounts;

// Where its mails go, and what they show.
internal sealed partial class AccountGrain : IAccountAlertsGrain
{
    public ValueTask<SessionAnswer> ReadSafetyPhrase(SessionProof proof) => new(FindSession(proof) is null
        ? new SessionAnswer.NoSession()
        : new SessionAnswer.Done<SafetyPhraseView>
        {
            Value = new SafetyPhraseView { Phrase = Reveal(_account.SafetyPhrase), Since = _account.SafetyPhrase?.Since },
        });

    public Task<SessionAnswer> SetSafetyPhrase(
        SessionProof proof, NewSafetyPhrase chosen, CancellationToken cancellationToken = default)
    {
        if (!SafetyPhrase.TryParse(chosen.Phrase, out var phrase)) throw new ArgumentException("The gateway reads phrases strictly.");

        return Inside(proof, (own, caller, now) => SafetyPhraseRules.Set(
            _account, own, phrase.Text == Reveal(_account.SafetyPhrase) ? null : protector.SealPhrase(Key, phrase.Text), now, caller,
            policy.Sessions));
    }

    public Task<SessionAnswer> RemoveSafetyPhrase(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => SafetyPhraseRules.Remove(_account, own, now, caller, policy.Sessions));

    public ValueTask<SessionAnswer> ListAlertAddresses(SessionProof proof) => new(FindSession(proof) is null
        ? new SessionAnswer.NoSession()
        : new SessionAnswer.Done<AlertAddressesView>
        {
            Value = new AlertAddressesView
            {
                Addresses = [.. _account.AlertAddresses.Select(a =>
                    new AlertAddressView { Id = a.Id, Masked = a.Masked, Since = a.Since })],
                Waiting = AlertRules.Waiting(_account, LatestNow()) is { } waiting ? Asked(waiting.Address, waiting.ExpiresAt) : null,
                Most = policy.Alerts.MaxAddresses,
            },
        });

    public Task<SessionAnswer> BeginAlertAddress(
        SessionProof proof, NewAlertAddress wish, CancellationToken cancellationToken = default)
    {
        if (!Identifier.TryParse(wish.Address, out var asked)) throw new ArgumentException("The gateway reads addresses strictly.");

        var (now, code) = (clock.GetUtcNow(), MailedCode.New());
        var address = new AlertAddress(
            HexName.New(), keys.NameIdentifier(asked.Value), protector.SealIdentifier(asked.Value), asked.Masked, now);
        return Inside(
            proof,
            (own, caller, at) => AlertRules.Begin(
                _account, own,
                new AlertAddressWish(
                    address, address.Name == keys.NameIdentifier(protector.OpenIdentifier(_account.ProtectedIdentifier)),
                    keys.HashCode(address.Id, code), protector.SealMail(Key, code)),
                at, caller, policy),
            new SessionAnswer.Done<AlertAddressAsked> { Value = Asked(address, now + policy.Alerts.CodeFor) });
    }

    public Task<SessionAnswer> ConfirmAlertAddress(
        SessionProof proof, AlertAddressCode shown, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => AlertRules.Confirm(
            _account, own, shown.Id, keys.HashCode(shown.Id, shown.Code), now, caller, policy));

    public Task<SessionAnswer> RemoveAlertAddress(SessionProof proof, string id, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => AlertRules.Remove(_account, own, id, now, caller, policy));

    private static AlertAddressAsked Asked(AlertAddress address, DateTimeOffset expiresAt) =>
        new() { Id = address.Id, Masked = address.Masked, ExpiresAt = expiresAt };

    private string? Reveal(StoredSafetyPhrase? phrase) => phrase is null ? null : protector.OpenPhrase(Key, phrase.Protected);
}
