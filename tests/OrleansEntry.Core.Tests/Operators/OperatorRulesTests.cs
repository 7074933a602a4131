using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Operators;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Operators;

public sealed class OperatorRulesTests
{
    private static readonly string Account = Name(0xACC);

    [Fact]
    public void An_invitation_makes_one_operator_once_and_says_so()
    {
        var staff = new Staff();
        var invitation = Staff.Invitation("ann", Noon, OperatorRole.Admin, OperatorRole.Support);

        Assert.IsType<OperatorAnswer.Enrolled>(
            staff.Do(OperatorRules.Enrol(staff.State, invitation, Name(1), Staff.Key(1), Noon, Stranger, Staff.Keys)));

        Assert.Equal((OperatorLog.Enrolled, $"{Name(1)} ann admin,support"), (staff.Last.Kind, staff.Last.Detail));
        Assert.Equal(["admin", "support"], staff.State.Operators.Single().Roles);
        Assert.Empty(staff.State.Sessions);
        Assert.IsType<OperatorAnswer.Gone>(
            OperatorRules.Enrol(staff.State, invitation, Name(2), Staff.Key(2), Noon, Stranger, Staff.Keys).Answer);
    }

    [Fact]
    public void An_invitation_ends_and_a_name_and_a_key_belong_to_one()
    {
        var staff = new Staff();
        staff.Hire("ann", Noon, OperatorRole.Admin);
        var late = Staff.Invitation("bob", Noon, OperatorRole.Support);

        Assert.IsType<OperatorAnswer.Gone>(
            OperatorRules.Enrol(staff.State, late, Name(2), Staff.Key(2), Noon + OperatorInvitation.WorksFor, Stranger, Staff.Keys).Answer);
        Assert.IsType<OperatorAnswer.Taken>(OperatorRules.Enrol(
            staff.State, Staff.Invitation("ann", Noon, OperatorRole.Support), Name(2), Staff.Key(2), Noon, Stranger, Staff.Keys).Answer);
        Assert.IsType<OperatorAnswer.Taken>(
            OperatorRules.Enrol(staff.State, late, Name(2), Staff.Key(1), Noon, Stranger, Staff.Keys).Answer);
    }

    [Fact]
    public void A_passkey_that_can_be_copied_is_none_for_an_operator()
    {
        var decision = OperatorRules.Enrol(
            OperatorsState.Empty, Staff.Invitation("ann", Noon, OperatorRole.Admin), Name(1), Staff.Key(1, copyable: true), Noon, Stranger,
            Staff.Keys);

        Assert.IsType<OperatorAnswer.Copyable>(decision.Answer);
        Assert.Same(OperatorsState.Empty, decision.State);
    }

    [Fact]
    public void There_is_room_for_so_many_and_no_more()
    {
        var staff = new Staff();
        for (var i = 0; i < OperatorsState.MaxOperators; i++) staff.Hire($"op-{i}", Noon, OperatorRole.Admin);

        Assert.IsType<OperatorAnswer.Full>(OperatorRules.RefuseInvitation(
            staff.State, Staff.Invitation("one-more", Noon, OperatorRole.Support), Noon));
    }

    [Fact]
    public void A_challenge_lets_in_once_and_ends()
    {
        var staff = new Staff();
        var ann = staff.Hire("ann", Noon, OperatorRole.Admin);
        var shown = staff.Shown(ann, Noon);

        Assert.IsType<OperatorAnswer.Entered>(staff.Do(OperatorRules.Enter(staff.State, shown, SessionSeed(7), Stranger)));
        Assert.Equal((OperatorLog.Entered, ann.Id), (staff.Last.Kind, staff.Last.Detail));

        Assert.IsType<OperatorAnswer.Gone>(OperatorRules.Enter(staff.State, shown, SessionSeed(8), Stranger).Answer);
        var late = staff.Shown(ann, Noon) with { At = Noon.AddMinutes(5) };
        Assert.IsType<OperatorAnswer.Gone>(OperatorRules.Enter(staff.State, late, SessionSeed(8), Stranger).Answer);
        var unknown = staff.Shown(ann, Noon) with { OperatorId = Name(99) };
        Assert.IsType<OperatorAnswer.Gone>(OperatorRules.Enter(staff.State, unknown, SessionSeed(8), Stranger).Answer);
    }

    [Fact]
    public void An_entry_changes_nothing_of_a_key_but_its_counter()
    {
        var staff = new Staff();
        var ann = staff.Hire("ann", Noon, OperatorRole.Admin);
        var shown = staff.Shown(ann, Noon, counter: 7);

        staff.Do(OperatorRules.Enter(staff.State, shown with { Key = shown.Key with { PublicKey = [9] } }, SessionSeed(7), Stranger));

        Assert.Equal(ann.Key with { Counter = 7 }, staff.State.Operators[0].Key);
        Assert.True(staff.State.Operators[0].IsIntact(Staff.Keys));
    }

    [Fact]
    public void What_is_over_is_forgotten_with_the_next_entry()
    {
        var staff = new Staff();
        var (ann, bob) = (staff.Hire("ann", Noon, OperatorRole.Admin), staff.Hire("bob", Noon, OperatorRole.Support));
        staff.Enter(ann, Noon);
        Assert.Equal((3, 1), (staff.State.Spent.Length, staff.State.Sessions.Length));

        var later = staff.Enter(bob, Noon.AddHours(1)).Session;

        Assert.Equal([later], staff.State.Sessions);
        Assert.Equal(Noon.AddHours(1).AddMinutes(5), Assert.Single(staff.State.Spent).Until);
    }

    [Fact]
    public void A_use_is_noted_once_a_minute()
    {
        var staff = new Staff();
        var own = staff.HireAndEnter("ann", Noon, OperatorRole.Admin).Session;

        Assert.Same(staff.State, OperatorRules.Touch(staff.State, own, Noon.AddMinutes(1).AddTicks(-1)));
        Assert.Equal(Noon.AddMinutes(1), OperatorRules.Touch(staff.State, own, Noon.AddMinutes(1)).Sessions[0].LastSeenAt);
    }

    [Theory]
    [InlineData(0u, 0u, true)]
    [InlineData(0u, 1u, true)]
    [InlineData(5u, 6u, true)]
    [InlineData(5u, 5u, false)]
    [InlineData(5u, 4u, false)]
    [InlineData(5u, 0u, false)]
    public void A_counter_only_grows(uint before, uint shown, bool enters)
    {
        var staff = new Staff();
        var ann = staff.Hire("ann", Noon, OperatorRole.Admin);
        if (before > 0) staff.Do(OperatorRules.Enter(staff.State, staff.Shown(ann, Noon, before), SessionSeed(7), Stranger));
        var sessions = staff.State.Sessions.Length;

        var answer = staff.Do(OperatorRules.Enter(staff.State, staff.Shown(ann, Noon, shown), SessionSeed(8), Stranger));

        Assert.Equal(enters, answer is OperatorAnswer.Entered);
        Assert.Equal(sessions + (enters ? 1 : 0), staff.State.Sessions.Length);
        Assert.Equal(enters ? OperatorLog.Entered : OperatorLog.EntryRefused, staff.Last.Kind);
    }

    [Fact]
    public void A_session_ends_after_fifteen_minutes_without_use_and_twelve_hours_in_any_case()
    {
        var staff = new Staff();
        var own = staff.HireAndEnter("ann", Noon, OperatorRole.Admin).Session;
        var (found, at) = (true, Noon);

        Assert.NotNull(Find(staff, own, Noon.AddMinutes(15).AddTicks(-1)));
        Assert.Null(Find(staff, own, Noon.AddMinutes(15)));
        while (found)
        {
            at = at.AddMinutes(14);
            found = Find(staff, own, at) is { } now;
            if (found) staff.State = OperatorRules.Touch(staff.State, own, at);
        }

        Assert.Equal(12 * 60 / 14, (int)(at - Noon).TotalMinutes / 14 - 1);
    }

    [Fact]
    public void A_session_needs_its_secret_and_its_operator()
    {
        var staff = new Staff();
        var own = staff.HireAndEnter("ann", Noon, OperatorRole.Admin).Session;

        Assert.Null(OperatorRules.Find(staff.State, own.Id, Hash(0xBAD), Noon));
        Assert.Null(OperatorRules.Find(staff.State, Name(0xBAD), own.SecretHash, Noon));
        Assert.Null(OperatorRules.Find(staff.State with { Operators = [] }, own.Id, own.SecretHash, Noon));
    }

    [Fact]
    public void The_oldest_session_gives_way_and_no_other_operators()
    {
        var staff = new Staff();
        var bob = staff.HireAndEnter("bob", Noon, OperatorRole.Support);
        var ann = staff.Hire("ann", Noon, OperatorRole.Admin);
        var sessions = Enumerable.Range(0, 3).Select(i => staff.Enter(ann, Noon.AddMinutes(i)).Session.Id).ToArray();

        Assert.Equal([bob.Session.Id, sessions[1], sessions[2]], staff.State.Sessions.Select(s => s.Id));
    }

    [Fact]
    public void Leaving_ends_the_own_session_alone()
    {
        var staff = new Staff();
        var (ann, bob) = (staff.HireAndEnter("ann", Noon, OperatorRole.Admin), staff.HireAndEnter("bob", Noon, OperatorRole.Support));

        Assert.IsType<OperatorAnswer.Done>(staff.Do(OperatorRules.Leave(staff.State, ann)));

        Assert.Equal([bob.Session.Id], staff.State.Sessions.Select(s => s.Id));
        Assert.Equal(OperatorLog.Left, staff.Last.Kind);
    }

    /// <summary>Every act by every set of roles.</summary>
    [Fact]
    public void Each_act_takes_its_role_and_is_logged_whether_it_is_allowed_or_not()
    {
        string[][] sets =
        [
            ["support"], ["security"], ["admin"], ["support", "security"], ["support", "admin"], ["security", "admin"],
            ["support", "security", "admin"],
        ];
        foreach (var act in OperatorAct.All)
        {
            foreach (var roles in sets)
            {
                var staff = new Staff();
                var by = staff.HireAndEnter("ann", Noon, roles);

                var answer = staff.Do(OperatorRules.Begin(staff.State, by, act, Account, Staff.Why, Name(0x99)));

                var (kind, type) = !roles.Contains(act.Role) ? (OperatorLog.Refused, typeof(OperatorAnswer.NotAllowed))
                    : act.Reviewed ? (OperatorLog.Proposed, typeof(OperatorAnswer.Proposed))
                    : (OperatorLog.Acted, typeof(OperatorAnswer.Done));
                Assert.Equal((type, kind), (answer.GetType(), staff.Last.Kind));
                Assert.Equal((act.Name, $"{by.Operator.Id} {Account} ticket 4711"), (staff.Last.Reason, staff.Last.Detail));
                Assert.Equal(answer is OperatorAnswer.Proposed ? 1 : 0, staff.State.Proposals.Length);
            }
        }
    }

    [Fact]
    public void Unfreezing_takes_two_who_both_have_the_role()
    {
        var staff = new Staff();
        var ann = staff.HireAndEnter("ann", Noon, OperatorRole.Security);
        var bob = staff.HireAndEnter("bob", Noon, OperatorRole.Security);
        var cid = staff.HireAndEnter("cid", Noon, OperatorRole.Admin, OperatorRole.Support);
        var proposal = Propose(staff, ann);

        Assert.IsType<OperatorAnswer.AnotherNeeded>(staff.Do(OperatorRules.Review(staff.State, ann, proposal.Id, agrees: true, Staff.Why)));
        Assert.IsType<OperatorAnswer.NotAllowed>(staff.Do(OperatorRules.Review(staff.State, cid, proposal.Id, agrees: true, Staff.Why)));
        Assert.Single(staff.State.Proposals);

        var agreed = Assert.IsType<OperatorAnswer.Agreed>(
            staff.Do(OperatorRules.Review(staff.State, bob, proposal.Id, agrees: true, Staff.Why)));
        Assert.Equal((proposal, OperatorLog.Agreed), (agreed.Proposal, staff.Last.Kind));
        Assert.IsType<OperatorAnswer.NotFound>(staff.Do(OperatorRules.Review(staff.State, bob, proposal.Id, agrees: true, Staff.Why)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_proposal_is_declined_or_taken_back(bool byItsOwn)
    {
        var staff = new Staff();
        var ann = staff.HireAndEnter("ann", Noon, OperatorRole.Security);
        var bob = staff.HireAndEnter("bob", Noon, OperatorRole.Security);
        var proposal = Propose(staff, ann);

        Assert.IsType<OperatorAnswer.Done>(
            staff.Do(OperatorRules.Review(staff.State, byItsOwn ? ann : bob, proposal.Id, agrees: false, Staff.Why)));

        Assert.Equal(OperatorLog.Declined, staff.Last.Kind);
        Assert.Empty(staff.State.Proposals);
    }

    [Fact]
    public void A_proposal_waits_a_day_and_a_newer_one_takes_its_place()
    {
        var staff = new Staff();
        var ann = staff.HireAndEnter("ann", Noon, OperatorRole.Security);
        var bob = staff.HireAndEnter("bob", Noon, OperatorRole.Security);
        var first = Propose(staff, ann);
        var second = Propose(staff, bob, id: 0x98);

        Assert.Equal([second], staff.State.Proposals);
        Assert.IsType<OperatorAnswer.NotFound>(OperatorRules.Review(staff.State, bob, first.Id, agrees: true, Staff.Why).Answer);
        Assert.IsType<OperatorAnswer.NotFound>(OperatorRules.Review(
            staff.State, ann with { At = Noon + Proposal.WaitsFor }, second.Id, agrees: true, Staff.Why).Answer);
    }

    [Fact]
    public void Proposals_have_a_limit()
    {
        var staff = new Staff();
        var ann = staff.HireAndEnter("ann", Noon, OperatorRole.Security);
        for (var i = 0; i < OperatorsState.MaxProposals; i++)
            staff.Do(OperatorRules.Begin(staff.State, ann, OperatorAct.Unfreeze, Name(i), Staff.Why, Name(0x100 + i)));

        Assert.IsType<OperatorAnswer.Full>(
            OperatorRules.Begin(staff.State, ann, OperatorAct.Unfreeze, Name(0x999), Staff.Why, Name(0x998)).Answer);
    }

    [Fact]
    public void A_removed_operator_is_out_at_once_with_all_they_proposed()
    {
        var staff = new Staff();
        var ann = staff.HireAndEnter("ann", Noon, OperatorRole.Admin);
        var bob = staff.HireAndEnter("bob", Noon, OperatorRole.Security);
        Propose(staff, bob);

        Assert.IsType<OperatorAnswer.Done>(staff.Do(OperatorRules.Remove(staff.State, ann, bob.Operator.Id, Staff.Why)));

        Assert.Equal((OperatorLog.Acted, "remove"), (staff.Last.Kind, staff.Last.Reason));
        Assert.Empty(staff.State.Proposals);
        Assert.Equal([ann.Session], staff.State.Sessions);
        Assert.Null(Find(staff, bob.Session, Noon));
        Assert.Null(OperatorRules.Owner(staff.State, [.. bob.Operator.Key.Id]));
        Assert.IsType<OperatorAnswer.NotFound>(OperatorRules.Remove(staff.State, ann, bob.Operator.Id, Staff.Why).Answer);
    }

    [Fact]
    public void The_last_who_can_invite_stays_and_only_who_can_invite_removes()
    {
        var staff = new Staff();
        var ann = staff.HireAndEnter("ann", Noon, OperatorRole.Admin);
        var bob = staff.HireAndEnter("bob", Noon, OperatorRole.Support, OperatorRole.Security);

        Assert.IsType<OperatorAnswer.LastAdmin>(OperatorRules.Remove(staff.State, ann, ann.Operator.Id, Staff.Why).Answer);
        Assert.IsType<OperatorAnswer.NotAllowed>(staff.Do(OperatorRules.Remove(staff.State, bob, ann.Operator.Id, Staff.Why)));
        Assert.Equal(OperatorLog.Refused, staff.Last.Kind);
        Assert.Equal(2, staff.State.Operators.Length);
    }

    [Fact]
    public void The_log_is_one_chain()
    {
        var staff = new Staff();
        var ann = staff.HireAndEnter("ann", Noon, OperatorRole.Security);
        Propose(staff, ann);
        staff.State = OperatorRules.CameToNothing(staff.State, ann, OperatorAct.Unlock, Account, "no-account");
        staff.State = OperatorRules.RefuseEntry(staff.State, ann.Operator.Id, Noon, Stranger);
        Assert.Same(staff.State, OperatorRules.RefuseEntry(staff.State, null, Noon, Stranger));

        var hash = ActivityChain.Genesis;
        foreach (var entry in staff.State.Log.Undelivered)
        {
            Assert.Equal(ActivityChain.Hash(hash, entry with { Hash = "" }), entry.Hash);
            hash = entry.Hash;
        }

        Assert.Equal([1, 2, 3, 4, 5], staff.State.Log.Undelivered.Select(e => e.Sequence));
    }

    private static Proposal Propose(Staff staff, ActiveOperator by, int id = 0x99) => Assert.IsType<OperatorAnswer.Proposed>(
        staff.Do(OperatorRules.Begin(staff.State, by, OperatorAct.Unfreeze, Account, Staff.Why, Name(id)))).Proposal;

    private static (OperatorSession, Operator)? Find(Staff staff, OperatorSession own, DateTimeOffset at) =>
        OperatorRules.Find(staff.State, own.Id, own.SecretHash, at);
}
