using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.SafetyPhrases;

namespace OrleansEntry.Grains.Accounts;

// What its mails show.
internal sealed partial class AccountGrain : IAccountAlertsGrain
{
    public ValueTask<SessionAnswer> ReadSafetyPhrase(SessionProof proof) => new(FindSession(proof) is null
        ? new SessionAnswer.NoSession()
        : new SessionAnswer.Done<SafetyPhraseView>
        {
            Value = new SafetyPhraseView { Phrase = Open(_account.SafetyPhrase), Since = _account.SafetyPhrase?.Since },
        });

    public Task<SessionAnswer> SetSafetyPhrase(
        SessionProof proof, NewSafetyPhrase chosen, CancellationToken cancellationToken = default)
    {
        if (!SafetyPhrase.TryParse(chosen.Phrase, out var phrase)) throw new ArgumentException("The gateway reads phrases strictly.");

        return Inside(proof, (own, caller, now) => SafetyPhraseRules.Set(
            _account, own, phrase.Text == Open(_account.SafetyPhrase) ? null : protector.SealPhrase(Key, phrase.Text), now, caller,
            policy.Sessions));
    }

    public Task<SessionAnswer> RemoveSafetyPhrase(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => SafetyPhraseRules.Remove(_account, own, now, caller, policy.Sessions));

    private string? Open(StoredSafetyPhrase? phrase) => phrase is null ? null : protector.OpenPhrase(Key, phrase.Protected);
}
