using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core;

namespace OrleansEntry.Gateway.SecurityCheck;

/// <summary>Opens security checks and hands in answers, each for one purpose, subject and client.</summary>
internal sealed class Checks(IGrainFactory grains)
{
    /// <summary>Opens a check under a new name.</summary>
    public async Task<CheckOffer> OpenNew(Func<string, CheckScope> scope, CheckDemand demand, CancellationToken cancellationToken)
    {
        var id = HexName.New();
        return await Open(id, scope(id), demand, cancellationToken)
            ?? throw new InvalidOperationException("A check under a new name was refused.");
    }

    /// <summary>Opens a check, or asks the open one for a fresh challenge; <see langword="null"/> when it is used up.</summary>
    public Task<CheckOffer?> Open(string id, CheckScope scope, CheckDemand demand, CancellationToken cancellationToken) =>
        Grain(id).Open(scope, demand, cancellationToken);

    /// <summary>A fresh challenge, of the kind that is wanted; <see langword="null"/> when the check is gone.</summary>
    public Task<CheckOffer?> Renew(string id, CheckScope scope, string? kind, CancellationToken cancellationToken) =>
        Grain(id).Renew(scope, kind, cancellationToken);

    /// <summary>Uses a pass, once.</summary>
    public Task<bool> Redeem(string id, CheckScope scope, CancellationToken cancellationToken) =>
        Grain(id).Redeem(scope, cancellationToken);

    /// <summary>Hands in an answer.</summary>
    public Task<CheckReply> Answer(string id, CheckScope scope, CheckAnswerBody body, CancellationToken cancellationToken) =>
        Grain(id).Answer(new CheckAnswer { Scope = scope, Kind = body.Kind, Answer = body.Answer }, cancellationToken);

    /// <summary>Hands in an answer to a check that the client was offered by an earlier request.</summary>
    /// <returns>The outcome, and the binding that the check was opened for.</returns>
    public async Task<(CheckReply Reply, ClientBinding Client)> AnswerEarlier(
        string id, Func<ClientBinding, CheckScope> scope, CheckAnswerBody body, ClientBinding client, CancellationToken cancellationToken)
    {
        foreach (var alternative in client.Alternatives)
        {
            var reply = await Answer(id, scope(alternative), body, cancellationToken);
            if (reply is not CheckReply.Gone) return (reply, alternative);
        }

        return (new CheckReply.Gone(), client);
    }

    /// <summary>The refusal of a wrong answer, with the next challenge where there is one.</summary>
    public static Problem Refuse(CheckReply.Wrong wrong) => wrong.Fresh is { } fresh
        ? new Problem(Problems.CheckFailed).With("check", CheckBody.From(fresh))
        : new Problem(Problems.CheckFailed);

    private OneSecurityCheck Grain(string id) => grains.GetSecurityCheck(id);
}
