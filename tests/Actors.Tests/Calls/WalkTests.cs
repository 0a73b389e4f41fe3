using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>
/// Random walks: what duties lead to, what edges, queues, agents and people may say, repeats and strays among it. The scene itself holds
/// incremental and whole duties equal and every key to one content.
/// </summary>
public sealed class WalkTests
{
    private const int Walks = 1_500;
    private const int Steps = 60;

    [Fact]
    public void Whatever_happens_there_is_one_end_at_each_level_and_then_nothing_is_owed()
    {
        for (var seed = 0; seed < Walks; seed++)
        {
            try
            {
                var scene = Walk(seed);
                scene.Do(new C.Release("the end of the walk"));
                Assert.True(scene.Drained(), $"still owed: {string.Join(", ", scene.Owed.Select(duty => duty.Key))}");
                OneEndAtEachLevel.In(scene);
                OurCSeqsGrow(scene);
                OurSdpVersionsGrow(scene);
                TheJournalTellsTheSame(scene);
            }
            catch (Exception broken)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {broken.Message}\n{broken.StackTrace}");
            }
        }
    }

    [Fact]
    public void The_walks_reach_every_kind_of_event()
    {
        var seen = Enumerable.Range(0, 3 * Walks).SelectMany(seed => Walk(seed).Events).Select(e => e.GetType()).ToHashSet();

        // Whose last confirmations come after the walk.
        seen.UnionWith(Over().Events.Select(e => e.GetType()));
        // Which takes two that answer one after the other, and stay.
        seen.UnionWith(Consulting().With(new C.SwitchConsult(Offer(), true)).Events.Select(e => e.GetType()));
        Assert.Empty(typeof(E).GetNestedTypes().Where(type => !seen.Contains(type)).Select(type => type.Name));
    }

    internal static CallScene Walk(int seed)
    {
        var random = new Random(seed);
        var scene = new CallScene();
        var said = new List<C>();
        // Every other walk has media servers that go; chances of their own, so that all else is as without.
        var media = seed % 2 == 0 ? new Random(~seed) : null;
        // Every third has sessions that are refreshed, and far ends that update theirs; chances of their own too.
        var sessions = seed % 3 == 0 ? new Random(seed + 7) : null;
        scene.Do(seed % 5 == 4 ? new C.RecordArrival(random.Next(2) == 0 ? Dialed() : DialedAtPhone()) : new C.RecordArrival(Reliable(Arrival((AnswerMode)random.Next(1, 4), random.Next(3) == 0 ? CallerMedia with { TelephoneEvent = null } : null, late: random.Next(5) == 0, also: AlsoIn(random)), sessions)));
        for (var step = 0; step < Steps; step++)
        {
            scene.Now += TimeSpan.FromMilliseconds(random.Next(4_000));
            if (media?.Next(6) == 0)
            {
                scene.Do(Moving(scene, media));
            }

            if (sessions?.Next(4) == 0)
            {
                scene.Do(Refreshing(scene, sessions));
            }

            var command = random.Next(10) switch
            {
                < 4 => FromADuty(scene, random),
                4 when said.Count > 0 => said[random.Next(said.Count)],
                _ => Any(scene, random),
            };
            if (command is not null)
            {
                said.Add(command);
                scene.Do(command);
            }
        }

        return scene;
    }

    /// <summary>Some of those callers require that ringing is acknowledged.</summary>
    private static CallArrival Reliable(CallArrival arrival, Random? sessions) => arrival with { Seed = arrival.Seed! with { IsReliable = sessions?.Next(2) == 0 } };

    private static EquatableArray<string> AlsoIn(Random random) => random.Next(4) switch { 0 => ["support"], 1 => ["billing", "support"], _ => [] };

    private static C? FromADuty(CallScene scene, Random random)
    {
        var duties = scene.Owed.OrderBy(duty => duty.Key, StringComparer.Ordinal).ToArray();
        return duties.Length == 0 ? null : duties[random.Next(duties.Length)] switch
        {
            Duty.Deliver d => (C?)(random.Next(8) == 0 ? d.OnRefused : d.OnAnswered),
            Duty.Wake d when random.Next(4) == 0 => (C)d.Message,
            Duty.Perform { Command: LegCommand.SendInvite invite } => Outcome(invite.Leg, random),
            Duty.Perform d => (C?)(random.Next(10) == 0 ? d.OnFailed : d.OnDone),
            _ => null,
        };
    }

    private static TransferTarget To(Random random) => random.Next(4) == 0 ? new TransferTarget("02112345678") { Uri = ToOutside.Uri, Ways = random.Next(2) == 0 ? ThreeWays : [] } : ToNumber;

    private static C Outcome(int leg, Random random) => random.Next(6) switch
    {
        0 => new C.RecordLegFailed(leg, new[] { 408, 480, 486, 487, 488, 503 }[random.Next(6)]),
        1 or 2 => new C.RecordProgress(leg, 180),
        3 => new C.RecordAnswer(leg, Answer(leg) with { Media = random.Next(4) == 0 ? null : AgentMedia }),
        _ => new C.RecordAnswer(leg, Answer(leg)),
    };

    private static C Any(CallScene scene, Random random)
    {
        var leg = random.Next(scene.State.LastLeg + 2);
        var open = scene.State.Stays.Count > 0 ? scene.State.Stays[random.Next(scene.State.Stays.Count)] : null;
        var stay = random.Next(4) == 0 ? random.Next(1, 3) : open?.Id.Number ?? 1;
        var attempt = (open?.Attempts ?? 0) + random.Next(3);
        var cseq = (uint)random.Next(12);
        var tags = scene.State.Legs.TryGetValue(leg, out var known) ? new DialogTags(known.Dialog.RemoteTag, known.Dialog.LocalTag) : CallerTags;
        return random.Next(37) switch
        {
            35 => new C.WriteSummary(scene.State.Parts.Count > 0 ? scene.State.Parts[random.Next(scene.State.Parts.Count)].Offer : Offer(), new CallSummary(["billing"], $"{random.Next(4)}"), TimeSpan.FromSeconds(random.Next(60)), "desk"),
            36 => new C.MarkNuisance(random.Next(2) == 0 ? null : $"{random.Next(2)}", "desk"),
            32 or 33 => OfAConsultation(scene, random, stay),
            0 => new C.RecordCancel(),
            24 => Rerouted(random.Next(3)),
            1 or 2 => new C.RecordAck(leg, random.Next(2) == 0 ? InviteCSeq : cseq, random.Next(3) == 0 ? null : CallerMedia),
            3 when random.Next(4) == 0 => new C.RecordAckMissing(leg, random.Next(2) == 0 ? InviteCSeq : cseq),
            4 or 5 or 6 or 7 => new C.RecordReinvite(leg, tags, cseq, random.Next(4) == 0 ? null : AgentMedia with { Direction = (MediaDirection)random.Next(1, 5) }, null),
            8 when random.Next(3) == 0 => new C.RecordBye(leg, tags, cseq, "bye"),
            9 or 10 or 11 or 12 or 13 => Ring(attempt, stay, random.Next(1, 9), open?.Queue) with { RingUntil = scene.Now.AddSeconds(random.Next(25)), Together = random.Next(3) == 0 },
            14 => Leave((LeaveReason)random.Next(1, 6), random.Next(6) switch { 0 => null, 1 => ToOutside, _ => ToSupport }, stay),
            15 => new C.CancelOffer(Offer(Math.Max(1, attempt), stay)),
            16 => new C.AttachValue($"key{random.Next(4)}", random.Next(3) == 0 ? null : new AttachedValue(AttachedType.Text, $"{random.Next(3)}")),
            17 => new C.RecordQueued(Stay(stay)),
            18 when random.Next(4) == 0 => new C.RecordNotQueued(Stay(stay)),
            19 => new C.ExpireRing(leg),
            20 => new C.Audit(leg, random.Next(1, 8)),
            21 when random.Next(4) == 0 => new C.RecordAuditFailed(leg, random.Next(1, 8)),
            21 when random.Next(3) == 0 => new C.ConfirmAudit(leg, random.Next(1, 8)),
            22 when random.Next(2) == 0 => Outcome(leg, random),
            22 => random.Next(2) == 0 ? new C.RecordRefer(leg, tags, cseq, To(random)) : new C.Transfer(scene.State.Answered ?? Offer(), To(random), "x"),
            27 => random.Next(2) == 0 ? new C.Hold(scene.State.Answered ?? Offer(), "desk") : new C.Retrieve(scene.State.Answered ?? Offer(), "desk"),
            28 => new C.Press(scene.State.Answered ?? Offer(), random.Next(2) == 0 ? "1" : "23#", $"k{random.Next(6)}", "desk"),
            29 => TalkativeRinging(leg),
            34 => random.Next(3) == 0 ? new C.RecordNotJoined(Dial) : new C.RecordJoined(Dial),
            30 => new C.OrderAnswer(scene.State.Ringing.FirstOrDefault()?.Request?.Offer ?? Offer(Math.Max(1, attempt - 1), stay), "desk"),
            31 when random.Next(6) == 0 => new C.HangUp(scene.State.Answered ?? Offer(), "desk"),
            31 => new C.RecordTalkRefused(scene.State.Legs.Values.FirstOrDefault(told => told.Talk == TalkOrder.Given)?.Number ?? leg),
            25 or 26 => Announce(random.Next(1, 5), stay) with { At = scene.Now.AddSeconds(-random.Next(8)) },
            _ => new C.RecordArrival(Arrival()),
        };
    }

    /// <summary>Media servers come and go, and phones say what they like of it.</summary>
    private static C Moving(CallScene scene, Random random)
    {
        var leg = random.Next(scene.State.LastLeg + 2);
        var known = scene.State.Legs.GetValueOrDefault(leg);
        var cseq = random.Next(4) == 0 ? (uint)random.Next(6) : known?.Move?.Dialog.LocalCSeq ?? 1;
        return random.Next(4) switch
        {
            0 => new C.MoveMedia(random.Next(4) == 0 ? 0 : scene.State.Arrival?.Slot.Lease ?? 0, Elsewhere with { Port = 40_000 + (random.Next(9) * 4), Lease = random.Next(1, 99) }),
            1 => new C.RecordReinviteAnswer(leg, cseq, null, random.Next(4) == 0 ? null : AgentMedia with { Direction = (MediaDirection)random.Next(1, 5) }),
            2 => new C.RecordReinviteFailed(leg, cseq, new[] { 408, 481, 488, 491, 500, 503 }[random.Next(6)]),
            _ => new C.RetryReinvite(leg, cseq),
        };
    }

    private static C Refreshing(CallScene scene, Random random)
    {
        var leg = random.Next(scene.State.LastLeg + 2);
        var known = scene.State.Legs.GetValueOrDefault(leg);
        var tags = known is null ? CallerTags : new DialogTags(known.Dialog.RemoteTag, known.Dialog.LocalTag);
        return random.Next(7) switch
        {
            6 => new C.Remind(scene.State.Incoming?.Number ?? 0, 1 + (scene.State.Incoming?.Reminders ?? 0)),
            3 => TalkativeRinging(leg) with { RSeq = 1 + (uint)random.Next(3) },
            4 => new C.RecordPrack(leg, tags, InviteCSeq + (uint)random.Next(4), 1 + (uint)random.Next(2), InviteCSeq),
            5 when random.Next(6) == 0 => new C.RecordPrackMissing(leg),
            0 => new C.RecordUpdate(leg, tags, InviteCSeq + (uint)random.Next(9), random.Next(2) == 0 ? null : AgentMedia with { Direction = (MediaDirection)random.Next(1, 5) }, null) { SessionSeconds = 90, SessionIsOurs = random.Next(3) != 0 },
            1 => new C.RecordReinviteAnswer(leg, known?.Move?.Dialog.LocalCSeq ?? 1, null, null) { SessionSeconds = random.Next(2) == 0 ? 90u : null, SessionIsOurs = true },
            _ => new C.Refresh(leg, (known?.Life.Number ?? 0) + 1),
        };
    }

    private static C OfAConsultation(CallScene scene, Random random, int stay) => random.Next(9) switch
    {
        0 => new C.CompleteConsult(scene.State.Answered ?? Offer(), "x"),
        1 => new C.CancelConsult(scene.State.Answered ?? Offer()),
        2 => new C.ExpireConsult(random.Next(3)),
        3 => new C.RecordNotQueued(Stay(stay)),
        4 or 5 or 6 => new C.SwitchConsult(scene.State.Answered ?? Offer(), random.Next(2) == 0),
        _ => Consult(random.Next(3) switch { 0 => ToNumber, 1 => ToColleague, _ => ToNumberOutside }, scene.State.Answered),
    };

    /// <summary>RELIABILITY S1: within a dialog each request of ours but ACK and CANCEL has a CSeq of its own.</summary>
    private static void OurCSeqsGrow(CallScene scene)
    {
        var used = scene.EverOwed.OfType<Duty.Perform>().Select(duty => duty.Command).OfType<LegCommand>().Select(command => command switch
        {
            LegCommand.SendInvite c => (c.Leg, CSeq: c.Dialog.LocalCSeq),
            LegCommand.SendBye c => (c.Leg, c.CSeq),
            LegCommand.SendAudit c => (c.Leg, c.CSeq),
            LegCommand.SendNotify c => (c.Leg, c.CSeq),
            LegCommand.SendTalk c => (c.Leg, c.CSeq),
            LegCommand.SendReinvite c => (c.Leg, CSeq: c.Dialog.LocalCSeq),
            LegCommand.SendUpdate c => (c.Leg, CSeq: c.Dialog.LocalCSeq),
            LegCommand.SendPrack c => (c.Leg, CSeq: c.Dialog.LocalCSeq),
            _ => (Leg: -1, CSeq: 0u),
        }).Where(request => request.Leg >= 0).Concat(InInfos(scene)).ToArray();
        Assert.Equal(used.Distinct().Count(), used.Length);
        // None is left out, but where a move and the end were decided at once.
        var moves = scene.Events.Count(e => e is E.MediaMoved);
        Assert.All(used.GroupBy(request => request.Leg), leg => Assert.InRange((int)leg.Max(request => request.CSeq) - (int)leg.Min(request => request.CSeq) + 1 - leg.Count(), 0, moves));
    }

    /// <summary>Each digit of an order is a request.</summary>
    private static IEnumerable<(int Leg, uint CSeq)> InInfos(CallScene scene) =>
        scene.EverOwed.OfType<Duty.Perform>().Select(duty => duty.Command).OfType<LegCommand.SendDigits>()
            .SelectMany(order => order.Digits.Select((_, place) => (order.Leg, order.CSeq + (uint)place)));

    /// <summary>RELIABILITY S8.</summary>
    private static void OurSdpVersionsGrow(CallScene scene)
    {
        var first = scene.EverOwed.OfType<Duty.Perform>().Select(duty => duty.Command switch
        {
            LegCommand.RespondToInvite c => c.Sdp,
            LegCommand.SendInvite c => c.Sdp,
            LegCommand.SendReinvite c => c.Sdp,
            _ => null,
        }).OfType<SdpSpec>();
        var moves = scene.Events.Count(e => e is E.MediaMoved);
        foreach (var session in first.Concat(scene.Replies.Select(reply => reply.Sdp)).Distinct().GroupBy(sdp => sdp.SessionId))
        {
            var versions = session.Select(sdp => sdp.Version).ToArray();
            Assert.True(versions.Distinct().Count() == versions.Length, $"two of one version: {string.Join('\n', session)}");
            Assert.InRange(versions.Max() - versions.Length, 0, moves);
        }
    }

    private static void TheJournalTellsTheSame(CallScene scene)
    {
        var again = CallBehaviour.Initial(Call);
        foreach (var e in scene.Events)
        {
            var read = Assert.IsAssignableFrom<E>(Contracts.Read(Contracts.TagOf(e), Contracts.Write(e)));
            Assert.Equal(e, read);
            again = CallBehaviour.Apply(again, read);
        }

        Assert.Equal(scene.State.Phase, again.Phase);
        Assert.Equal(scene.State.Media, again.Media);
        Assert.All(scene.EverOwed, duty =>
        {
            var message = duty switch { Duty.Deliver d => d.Message, Duty.Perform d => d.Command, Duty.Wake d => d.Message, _ => duty };
            Assert.Equal(message, Contracts.Read(Contracts.TagOf(message), Contracts.Write(message)));
        });
    }
}
