using CsCheck;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.IdentifierChange;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.IdentifierChange;

/// <summary>Two accounts and a visitor want the same few addresses; messages are repeated, overtaken, late, or lost with their answer. In
/// whatever order it happens, no address has two owners and no account is without a way in.</summary>
public sealed class IdentifierMovesWalkTests
{
    private static readonly string[] Addresses = ["a", "b", "c", "d"];

    public enum Step
    {
        Ask, Confirm, Move, Stop, Send, Arrive, ArriveAgain, AnswerLost, Freeze, WayBack, Undo, HourLater, WeekLater, Register,
    }

    [Fact]
    public void Whatever_arrives_when_each_account_has_a_way_in_and_in_the_end_each_address_is_whose_it_should_be() =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 3], Gen.Int[0, 1]).Array[1, 120].Sample(steps =>
        {
            var world = new World();
            foreach (var (step, address, who) in steps) world.Do(step, Addresses[address], who);
            world.Quiesce();
        }, iter: 3000);

    private sealed class World
    {
        private readonly Dictionary<string, IdentifierState> _identifiers = [];
        private readonly Mover[] _movers;
        private readonly List<(Mover From, IdentifierOrder Order, long Seen)> _underWay = [];
        private DateTimeOffset _now = Noon;

        public World()
        {
            _movers = [New("a", 1), New("b", 2)];

            Mover New(string own, int id)
            {
                var door = Door.Opened();
                door.Account = door.Account with { Id = Id(id) };
                return new Mover(door, own, _identifiers);
            }
        }

        public void Do(Step step, string address, int who)
        {
            var mover = _movers[who];
            mover.Own = mover.Own with { ConfirmedAt = _now };
            Act(step, address, mover);
            foreach (var each in _movers) AssertWayIn(each, step);
        }

        // All that is still under way arrives, late; then each account's own orders are carried out.
        public void Quiesce()
        {
            foreach (var late in _underWay.ToArray()) late.From.Obey(late.Order, late.Seen);
            foreach (var mover in _movers)
            {
                mover.Deliver(_now);
                AssertWayIn(mover, null);
            }

            foreach (var late in _underWay) late.From.Obey(late.Order, late.Seen);
            foreach (var mover in _movers)
            {
                var former = mover.State.Former?.Identifier.Key;
                Assert.Null(mover.State.Claim);
                Assert.Equal(mover.Id, _identifiers[mover.Present].Names);
                Assert.Equal(
                    new[] { mover.Present, former }.OfType<string>().Order(),
                    _identifiers.Where(i => i.Value.Owner == mover.Id).Select(i => i.Key).Order());
                if (former is not null) Assert.Null(_identifiers[former].Names);
            }
        }

        private void Act(Step step, string address, Mover mover)
        {
            switch (step)
            {
                case Step.Ask when mover.Account.Frozen is null: mover.Ask(address, _now); break;
                case Step.Confirm when mover.Account.Frozen is null: mover.Confirm(_now); break;
                case Step.Move when mover.Account.Frozen is null: mover.Ask(address, _now); mover.Confirm(_now); mover.Deliver(_now); break;
                case Step.Stop: mover.Door.Do(IdentifierChangeRules.Stop(mover.Account, mover.Own, _now, Stranger)); break;
                case Step.Send when mover.State.Orders is [var order, ..]:
                    _underWay.Add((mover, order, mover.Of(order.Key).Generation)); break;
                case Step.Arrive when _underWay is [var first, ..]: Arrive(first); _underWay.RemoveAt(0); break;
                case Step.ArriveAgain when _underWay is [.., var last]: Arrive(last); break;
                case Step.AnswerLost when _underWay is [.., var one]: one.From.Obey(one.Order, one.Seen); break;
                case Step.Freeze: mover.Door.Do(FreezeRules.Freeze(mover.Account, mover.Own, _now, Stranger)); break;
                case Step.WayBack: mover.Door.Account = mover.Account with { Frozen = null }; break;
                case Step.Undo: mover.Undo(_now); break;
                case Step.HourLater: Later(TimeSpan.FromHours(1)); break;
                case Step.WeekLater: Later(TimeSpan.FromDays(7)); break;
                case Step.Register when _identifiers.GetValueOrDefault(address, IdentifierState.Nobodys).Owner is null:
                    _identifiers[address] = mover.Of(address).Registered("visitor"); break;
            }
        }

        private void Arrive((Mover From, IdentifierOrder Order, long Seen) message) =>
            message.From.Settle(message.Order, message.From.Obey(message.Order, message.Seen), _now);

        private void Later(TimeSpan span)
        {
            _now += span;
            foreach (var mover in _movers) mover.PassTime(_now);
        }

        private void AssertWayIn(Mover mover, Step? step)
        {
            Assert.True(_identifiers[mover.Present].Owner == mover.Id, $"After {step} the account's address is not its own.");
            Assert.True(_identifiers.Values.Any(i => i.Names == mover.Id), $"After {step} no address names the account.");
            Assert.InRange(mover.State.Orders.Length, 0, 4);
        }
    }
}
