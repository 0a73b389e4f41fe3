using System.Net;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Parsing;

/// <summary>What became of the bytes of one message. Reading never throws: whatever comes in ends as one of these.</summary>
public abstract record ParseResult
{
    private ParseResult()
    {
    }

    /// <summary>Well formed. What a request asks for may still be refused: <see cref="RequestCheck"/>.</summary>
    public sealed record Parsed(SipMessage Message) : ParseResult;

    /// <summary>
    /// A request that cannot be served, with as many of its headers as could be read. It is answered without a transaction
    /// (RFC 4475 3.2.1), to its top Via, or to where it came from when <see cref="TopVia"/> is null. Never an ACK.
    /// </summary>
    public sealed record Rejected(int Status, string Reason, SipHeaders Headers, Via? TopVia) : ParseResult
    {
        /// <summary>The answer, its top Via marked with the source where it could be read.</summary>
        public SipResponse Answer(IPEndPoint source, string toTag)
        {
            var headers = TopVia is null ? Headers : TopViaReplaced.In(Headers, TopVia.Marked(source));
            return SipResponse.For(headers, Status, Reason, toTag);
        }
    }

    /// <summary>Not answered: no request, or one that has nowhere to answer to. The reason is for counters, and bounded.</summary>
    public sealed record Dropped(string Reason) : ParseResult;
}
