using System.Collections.Immutable;
using CallCenter.Actors.Calls;
using static CallCenter.Actors.Decide;
using E = CallCenter.Actors.Phones.PhoneEvent;

namespace CallCenter.Actors.Phones;

/// <summary>RFC 3261 section 10.3, steps 6 to 8, for one address-of-record: a REGISTER is taken as a whole or not at all. Flows of devices: RFC 5626 section 6.</summary>
internal static class Registrar
{
    public static Decision<E> Decide(PhoneState state, RegisterRequest request, DateTimeOffset now)
    {
        if (request.Contacts.Count > PhoneState.BindingsMax)
        {
            return Refuse<E>(Refusal.TooManyContacts, $"at most {PhoneState.BindingsMax} contacts");
        }

        // Step 6 and 7: "if the Call-ID agrees … it SHALL remove the binding only if the CSeq is higher … otherwise the update MUST be
        // aborted and the request fails". An equal CSeq is our own repeat of a delivery, and finds its work done.
        var named = request.RemoveAll ? state.Bindings.Values : request.Contacts.Select(contact => state.Bindings.GetValueOrDefault(DeviceFlow.BindingOf(contact.Uri, contact.Device))).OfType<Binding>();
        if (named.Any(binding => binding.CallId == request.CallId && binding.CSeq > request.CSeq))
        {
            return Refuse<E>(Refusal.CSeqTooLow);
        }

        if (request.RemoveAll)
        {
            var removed = RemovedAll(state, request, now);
            return removed is [] ? AlreadySo<E>(Reply(state)) : AcceptAll(removed, Reply(removed.Aggregate(state, PhoneBehaviour.Apply)));
        }

        var after = state;
        var events = ImmutableArray.CreateBuilder<E>();
        foreach (var contact in request.Contacts)
        {
            var updated = Updated(after, request, contact, now);
            events.AddRange(updated);
            after = updated.Aggregate(after, PhoneBehaviour.Apply);
        }

        return events.Count == 0 ? AlreadySo<E>(Reply(state)) : AcceptAll(events.ToImmutable(), Reply(after));
    }

    /// <summary>Step 8: all current bindings, each with its own expiry.</summary>
    public static RegistrationReply Reply(PhoneState state) =>
        new([.. state.Bindings.Values.OrderByDescending(binding => binding.Generation).Select(binding => new RegisteredContact(binding.Contact, binding.ExpiresAt) { Device = binding.Device, Generation = binding.Generation })]);

    public static PhoneTarget? Candidate(PhoneState state) => state switch
    {
        { Settings: null } => null,
        { Settings.Contact: { } contact } => new PhoneTarget(state.Id.Key, contact, [], null) { AutoAnswer = state.Settings.AutoAnswer },
        _ when state.Bindings.Values.MaxBy(binding => binding.Generation) is { } latest =>
            new PhoneTarget(state.Id.Key, latest.Contact, latest.Path, latest.Flow, latest.Edge) { AutoAnswer = state.Settings.AutoAnswer },
        _ => null,
    };

    public static string KeyOf(Binding binding) => DeviceFlow.BindingOf(binding.Contact, binding.Device);

    /// <summary>The flow that the phone is reached by, when its device has another; else null.</summary>
    public static Binding? FlowBesideAnother(PhoneState state) =>
        state.Settings is { Contact: null } && state.Bindings.Values.MaxBy(binding => binding.Generation) is { Device: { } device } latest
            && state.Bindings.Values.Any(other => other != latest && other.Device?.Instance == device.Instance)
            ? latest
            : null;

    private static ImmutableArray<E> RemovedAll(PhoneState state, RegisterRequest request, DateTimeOffset now) =>
        [.. state.Bindings.Values.Where(binding => !IsRepeat(binding, request)).Select(binding => new E.BindingRemoved(now, KeyOf(binding), BindingEnd.Unregistered))];

    private static ImmutableArray<E> Updated(PhoneState state, RegisterRequest request, RegisterContact contact, DateTimeOffset now)
    {
        var key = DeviceFlow.BindingOf(contact.Uri, contact.Device);
        var known = state.Bindings.GetValueOrDefault(key);
        if (known is not null && IsRepeat(known, request))
        {
            return [];
        }

        if (contact.ExpiresSeconds <= 0)
        {
            return known is null ? [] : [new E.BindingRemoved(now, key, BindingEnd.Unregistered)];
        }

        var registered = new E.PhoneRegistered(now, Bound(state.Generation + 1, request, contact, now));
        return known is null && state.Bindings.Count == PhoneState.BindingsMax
            ? [new E.BindingRemoved(now, KeyOf(state.Bindings.Values.MinBy(binding => binding.Generation)!), BindingEnd.Replaced), registered]
            : [registered];
    }

    private static bool IsRepeat(Binding binding, RegisterRequest request) => binding.CallId == request.CallId && binding.CSeq == request.CSeq;

    private static Binding Bound(int generation, RegisterRequest request, RegisterContact contact, DateTimeOffset now) => new()
    {
        Contact = contact.Uri,
        Path = request.Path,
        Flow = request.Flow,
        Edge = request.Edge,
        CallId = request.CallId,
        CSeq = request.CSeq,
        ExpiresAt = now.AddSeconds(contact.ExpiresSeconds),
        Generation = generation,
        Device = contact.Device,
    };
}
