using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Tests.Transactions;

/// <summary>The tables of RFC 3261 17 and RFC 6026, row by row, in the words of the machines.</summary>
public class MachineTests
{
    [Fact]
    public void An_invite_client_goes_from_calling_over_ringing_to_accepted()
    {
        var client = new Steps(InviteClient.Next, InviteClient.Initial(false));
        Assert.Equal("A in 0.5, B in 32, SendRequest", client.Give(TransactionInput.Begin.Instance));
        Assert.Equal("A in 1, SendRequest", client.Give(new TransactionInput.Fired(TransactionTimer.A)));
        Assert.Equal("no A, no B, Pass", client.Give(new TransactionInput.Response(180)));
        Assert.Equal("Pass", client.Give(new TransactionInput.Response(183)));
        Assert.Equal("no A, no B, M in 32, Pass", client.Give(new TransactionInput.Response(200)));
        Assert.Equal("Pass", client.Give(new TransactionInput.Response(200)));
        Assert.Equal("", client.Give(new TransactionInput.Response(180)));
        Assert.Equal("", client.Give(new TransactionInput.Response(486)));
        Assert.Equal("Terminate", client.Give(new TransactionInput.Fired(TransactionTimer.M)));
    }

    [Fact]
    public void An_invite_client_acknowledges_each_failure_but_passes_it_once()
    {
        var client = new Steps(InviteClient.Next, InviteClient.Initial(false));
        client.Give(TransactionInput.Begin.Instance);
        Assert.Equal("no A, no B, D in 32, SendAck, Pass", client.Give(new TransactionInput.Response(486)));
        Assert.Equal("SendAck", client.Give(new TransactionInput.Response(486)));
        Assert.Equal("", client.Give(new TransactionInput.Response(200)));
        Assert.Equal("Terminate", client.Give(new TransactionInput.Fired(TransactionTimer.D)));
    }

    [Fact]
    public void An_invite_client_over_tcp_is_over_with_its_ack()
    {
        var client = new Steps(InviteClient.Next, InviteClient.Initial(true));
        Assert.Equal("B in 32, SendRequest", client.Give(TransactionInput.Begin.Instance));
        Assert.Equal("no B, SendAck, Pass, Terminate", client.Give(new TransactionInput.Response(603)));
    }

    [Fact]
    public void An_invite_client_that_cannot_send_says_so_once()
    {
        var client = new Steps(InviteClient.Next, InviteClient.Initial(false));
        client.Give(TransactionInput.Begin.Instance);
        Assert.Equal("no A, no B, no D, Failed, Terminate", client.Give(TransactionInput.SendFailed.Instance));
        Assert.Equal("", client.Give(TransactionInput.SendFailed.Instance));
    }

    [Fact]
    public void An_invite_server_repeats_its_last_response_and_rests_after_the_ack()
    {
        var server = new Steps(InviteServer.Next, InviteServer.Initial(false));
        Assert.Equal("SendResponse", server.Give(new TransactionInput.Respond(180)));
        Assert.Equal("SendResponse", server.Give(TransactionInput.Repeat.Instance));
        Assert.Equal("G in 0.5, H in 32, SendResponse", server.Give(new TransactionInput.Respond(486)));
        Assert.Equal("SendResponse", server.Give(TransactionInput.Repeat.Instance));
        Assert.Equal("G in 1, SendResponse", server.Give(new TransactionInput.Fired(TransactionTimer.G)));
        Assert.Equal("no G, no H, I in 5, Pass", server.Give(TransactionInput.Ack.Instance));
        Assert.Equal("", server.Give(TransactionInput.Ack.Instance));
        Assert.Equal("", server.Give(TransactionInput.Repeat.Instance));
        Assert.Equal("Terminate", server.Give(new TransactionInput.Fired(TransactionTimer.I)));
    }

    [Fact]
    public void An_invite_server_that_accepted_absorbs_the_invite_and_lets_the_user_repeat_its_2xx()
    {
        var server = new Steps(InviteServer.Next, InviteServer.Initial(false));
        Assert.Equal("L in 32, SendResponse", server.Give(new TransactionInput.Respond(200)));
        Assert.Equal("", server.Give(TransactionInput.Repeat.Instance));
        Assert.Equal("SendResponse", server.Give(new TransactionInput.Respond(200)));
        Assert.Equal("", server.Give(new TransactionInput.Respond(486)));
        Assert.Equal("Failed", server.Give(TransactionInput.SendFailed.Instance));
        Assert.Equal("Terminate", server.Give(new TransactionInput.Fired(TransactionTimer.L)));
    }

    [Fact]
    public void An_invite_server_that_nobody_acknowledges_gives_up_at_timer_H()
    {
        var server = new Steps(InviteServer.Next, InviteServer.Initial(true));
        Assert.Equal("H in 32, SendResponse", server.Give(new TransactionInput.Respond(503)));
        Assert.Equal("no G, TimedOut, Terminate", server.Give(new TransactionInput.Fired(TransactionTimer.H)));
    }

    [Fact]
    public void A_request_client_repeats_up_to_T2_and_at_T2_once_it_proceeds()
    {
        var client = new Steps(NonInviteClient.Next, NonInviteClient.Initial(false));
        Assert.Equal("E in 0.5, F in 32, SendRequest", client.Give(TransactionInput.Begin.Instance));
        Assert.Equal("E in 1, SendRequest", client.Give(new TransactionInput.Fired(TransactionTimer.E)));
        Assert.Equal("Pass", client.Give(new TransactionInput.Response(100)));
        Assert.Equal("E in 4, SendRequest", client.Give(new TransactionInput.Fired(TransactionTimer.E)));
        Assert.Equal("no E, no F, K in 5, Pass", client.Give(new TransactionInput.Response(200)));
        Assert.Equal("", client.Give(new TransactionInput.Response(200)));
        Assert.Equal("Terminate", client.Give(new TransactionInput.Fired(TransactionTimer.K)));
    }

    [Fact]
    public void A_request_server_gives_the_same_response_until_timer_J()
    {
        var server = new Steps(NonInviteServer.Next, NonInviteServer.Initial(false));
        Assert.Equal("", server.Give(TransactionInput.Repeat.Instance));
        Assert.Equal("SendResponse", server.Give(new TransactionInput.Respond(100)));
        Assert.Equal("SendResponse", server.Give(TransactionInput.Repeat.Instance));
        Assert.Equal("J in 32, SendResponse", server.Give(new TransactionInput.Respond(200)));
        Assert.Equal("SendResponse", server.Give(TransactionInput.Repeat.Instance));
        Assert.Equal("", server.Give(new TransactionInput.Respond(500)));
        Assert.Equal("Terminate", server.Give(new TransactionInput.Fired(TransactionTimer.J)));
    }

    [Fact]
    public void A_request_over_tcp_is_over_with_its_response()
    {
        var client = new Steps(NonInviteClient.Next, NonInviteClient.Initial(true));
        Assert.Equal("F in 32, SendRequest", client.Give(TransactionInput.Begin.Instance));
        Assert.Equal("no F, Pass, Terminate", client.Give(new TransactionInput.Response(200)));
        var server = new Steps(NonInviteServer.Next, NonInviteServer.Initial(true));
        Assert.Equal("SendResponse, Terminate", server.Give(new TransactionInput.Respond(200)));
    }
}
