using OrleansEntry.Contracts;
using OrleansEntry.Contracts.IdentifierChange;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Registration;
using OrleansEntry.Grains.Registration;

namespace OrleansEntry.Grains.Accounts;

// Its identifier, and another one. What identifiers are to be told is stored first and handed over in between turns, as mails are: an
// identifier may be waiting for this very account. What one answers is stored in a turn of its own.
internal sealed partial class AccountGrain : IAccountIdentifierGrain, IIdentifierOwner
{
    private Delivery? _orders;

    // What an identifier answered, until that is stored.
    private (long Number, bool Obeyed)? _answered;
    private IGrainTimer? _settling;

    private bool OwesOrders => _answered is null && !_account.IdentifierChange.Orders.IsEmpty;

    public ValueTask<SessionAnswer> ReadIdentifier(SessionProof proof) => new(FindSession(proof) is null
        ? new SessionAnswer.NoSession()
        : new SessionAnswer.Done<IdentifierView>
        {
            Value = new IdentifierView
            {
                Masked = Mask(protector.OpenIdentifier(_account.ProtectedIdentifier)),
                Waiting = IdentifierChangeRules.Waiting(_account, LatestNow()) is { } asked
                    ? new IdentifierAsked { Masked = asked.To.Masked, ExpiresAt = asked.ExpiresAt }
                    : null,
                Changing = _account.IdentifierChange.Claim is not null,
                Former = _account.IdentifierChange.Former is { } former
                    ? new FormerIdentifierView
                    {
                        Masked = former.Identifier.Masked, ChangedAt = former.ChangedAt, Until = former.Until,
                    }
                    : null,
            },
        });

    public Task<SessionAnswer> BeginIdentifierChange(
        SessionProof proof, NewIdentifier wish, CancellationToken cancellationToken = default)
    {
        if (!Identifier.TryParse(wish.Identifier, out var to)) throw new ArgumentException("The gateway reads addresses strictly.");

        var (id, now) = (HexName.New(), clock.GetUtcNow());
        var (newCode, oldCode) = (MailedCode.New(), MailedCode.New());
        return Inside(
            proof,
            (own, caller, at) => IdentifierChangeRules.Begin(
                _account, own,
                new IdentifierWish(
                    id, new SealedIdentifier(keys.NameIdentifier(to.Value), protector.SealIdentifier(to.Value), to.Masked),
                    OwnIdentifier(), Drawn(OfNew(id), newCode), Drawn(OfOld(id), oldCode)),
                at, caller, policy),
            new SessionAnswer.Done<IdentifierAsked>
            {
                Value = new IdentifierAsked { Masked = to.Masked, ExpiresAt = now + policy.IdentifierChange.CodeFor },
            });
    }

    public Task<SessionAnswer> ConfirmIdentifierChange(
        SessionProof proof, IdentifierCodes codes, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => IdentifierChangeRules.Confirm(
            _account, own, id => (keys.HashCode(OfNew(id), codes.New), keys.HashCode(OfOld(id), codes.Old)), now, caller));

    public Task<SessionAnswer> StopIdentifierChange(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => IdentifierChangeRules.Stop(_account, own, now, caller));

    public async Task<bool> UndoIdentifierChange(LinkProof link, Visit visit, CancellationToken cancellationToken = default)
    {
        if (!_account.Exists) return false;

        DemandRoomInLog();
        var (answer, next) = IdentifierMoves.UndoByLink(
            _account, link.Number, link.ExpiresAt, OwnIdentifier(), clock.GetUtcNow(), CallerOf(visit));
        await Commit(next);
        return answer is LinkAnswer.Stopped;
    }

    public async Task NoteTry(string identifierKey, bool byChange, Visit visit)
    {
        var now = clock.GetUtcNow();
        var next = IdentifierChangeRules.NoteTry(
            _account, identifierKey, byChange, _tryTold, TryQuietFor, now, CallerOf(visit));
        var told = !ReferenceEquals(next, _account);
        await Commit(next);
        if (told) _tryTold = now;
    }

    // In memory is enough: after a move the owner may get one mail more.
    private static readonly TimeSpan TryQuietFor = TimeSpan.FromMinutes(10);
    private DateTimeOffset? _tryTold;

    private async Task DeliverOrders(CancellationToken cancellationToken)
    {
        if (_account.IdentifierChange.Orders is not [var order, ..]) return;

        var identifier = GrainFactory.GetGrain<IIdentifierKeeper>(order.Key);
        var obeyed = await identifier.Obey(Key, order.Standing, order.Number, (await identifier.Look()).Generation);
        _answered = (order.Number, obeyed);
        _settling ??= this.RegisterGrainTimer(Settle, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    private async Task Settle(CancellationToken cancellationToken)
    {
        _settling?.Dispose();
        _settling = null;
        if (_answered is not var (number, obeyed)) return;

        _answered = null;
        try
        {
            DemandRoomInLog();
            await Commit(IdentifierMoves.Settle(_account, number, obeyed, OwnIdentifier(), clock.GetUtcNow(), policy));
        }
        finally
        {
            // An order is safe to repeat: what could not be stored is asked again.
            if (!_stale) ResumeDelivery();
        }
    }

    // Looked up when the mail is sent, and not when it was asked for: who asked waits as long for a taken address as for a free one.
    private async Task<bool> IsOfAnother(Notice notice)
    {
        if (notice is not { Kind: NoticeKind.IdentifierCode, ProtectedTo: not null } || _account.IdentifierChange.Asked is not { } asked)
            return false;
        if (await GrainFactory.GetGrain<IIdentifierKeeper>(asked.To.Key).Look() is not { Owner: { } owner } || owner == Key) return false;

        await GrainFactory.GetGrain<IIdentifierOwner>(owner).NoteTry(
            asked.To.Key, byChange: true, new Visit { Network = notice.Network, Agent = notice.Agent });
        return true;
    }

    // A closed account has none.
    private SealedIdentifier OwnIdentifier()
    {
        if (!_account.Exists) return new SealedIdentifier("", "", "");

        var identifier = protector.OpenIdentifier(_account.ProtectedIdentifier);
        return new SealedIdentifier(keys.NameIdentifier(identifier), _account.ProtectedIdentifier, Mask(identifier));
    }

    private DrawnCode Drawn(string owner, string code) => new(keys.HashCode(owner, code), protector.SealMail(Key, code));

    private static string OfNew(string id) => $"{id}-new";

    private static string OfOld(string id) => $"{id}-old";
}
