// Phones in a browser, as the two common libraries make them. What happens to one is in `seen`, in its order; a test waits for it there.
import JsSIP from 'jssip';
import { Registerer, RegistererState, SessionState, UserAgent } from 'sip.js';

const seen = [];
let ringing = null;

function saw(what) {
  seen.push(what);
}

function jssip({ server, user, password, domain, instance }) {
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(server)],
    uri: `sip:${user}@${domain}`,
    password,
    instance_id: instance,
    register_expires: 120,
    session_timers: false,
  });
  agent.on('registered', ({ response }) => {
    saw('registered');
    if (response.getHeader('Require') === 'outbound') {
      saw('called back by this connection');
    }
  });
  agent.on('registrationFailed', ({ cause }) => saw(`not registered: ${cause}`));
  agent.on('unregistered', () => saw('unregistered'));
  agent.on('newRTCSession', ({ session }) => {
    ringing = { decline: () => session.terminate({ status_code: 486 }) };
    session.on('failed', ({ originator }) => saw(originator === 'local' ? 'declined' : 'cancelled'));
    saw('rings');
  });
  agent.start();
  return { leave: () => agent.unregister() };
}

function sipjs({ server, user, password, domain, instance }) {
  let wasDeclined = false;
  const agent = new UserAgent({
    uri: UserAgent.makeURI(`sip:${user}@${domain}`),
    transportOptions: { server },
    authorizationUsername: user,
    authorizationPassword: password,
    instanceId: instance,
    logBuiltinEnabled: false,
    delegate: {
      onInvite(invitation) {
        wasDeclined = false;
        ringing = {
          decline: () => {
            wasDeclined = true;
            return invitation.reject({ statusCode: 486 });
          },
        };
        invitation.stateChange.addListener((state) => {
          if (state === SessionState.Terminated) {
            saw(wasDeclined ? 'declined' : 'cancelled');
          }
        });
        invitation.progress();
        saw('rings');
      },
    },
  });
  const registerer = new Registerer(agent, { expires: 120 });
  registerer.stateChange.addListener((state) => saw(state === RegistererState.Registered ? 'registered' : 'unregistered'));
  agent.start().then(() => registerer.register());
  return { leave: () => registerer.unregister() };
}

let phone = null;

window.phones = {
  seen,
  start(library, options) {
    phone = library === 'JsSIP' ? jssip(options) : sipjs(options);
  },
  decline: () => ringing.decline(),
  leave: () => phone.leave(),
};
