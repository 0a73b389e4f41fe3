import { access, api, got, Refused } from './api';
import { element } from './element';
import { say } from './language';

/** Asks for work number and password, or for a token, and tries them before they are kept. Resolves once they are good. */
export function signIn(app: HTMLElement, why: string): Promise<void> {
  return new Promise((granted) => {
    const user = element('input', { type: 'text', name: 'user', autocomplete: 'username', autofocus: true });
    const password = element('input', { type: 'password', name: 'password', autocomplete: 'current-password' });
    const token = element('input', { type: 'password', name: 'token', autocomplete: 'off' });
    const tenant = element('input', { type: 'text', name: 'tenant', value: access.tenant, autocomplete: 'organization' });
    const message = element('p', { className: 'problem', role: 'alert' }, why);
    const form = element('form', { className: 'signin' },
      element('h1', {}, `CallCenter.Actors · ${say('title')}`),
      element('label', {}, say('workNumber'), user),
      element('label', {}, say('password'), password),
      element('label', {}, say('token'), token),
      element('p', { className: 'note' }, say('tokenHelp')),
      element('label', {}, say('tenant'), tenant),
      element('button', { type: 'submit' }, say('signIn')),
      message);
    form.onsubmit = (event) => {
      event.preventDefault();
      enter().then((mustChange) => (mustChange ? choosePassword(app, password.value).then(granted) : granted()), (error: unknown) => {
        access.revoke();
        message.textContent = error instanceof Refused ? error.message : String(error);
      });
    };
    app.replaceChildren(form);
    user.focus();

    async function enter(): Promise<boolean> {
      const named = tenant.value.trim();
      if (token.value) {
        access.grant(token.value.trim(), named);
        await api.GET('/api/v1/me');
        return false;
      }
      access.grant('', '');
      const body = { user: user.value.trim(), password: password.value, ...(named ? { tenant: named } : {}) };
      const session = await got(api.POST('/api/v1/session', { body }));
      // A user of one tenant needs not name it any more; that of the platform says which it looks at.
      access.grant(session.token, session.tenant ?? named);
      return session.mustChangePassword;
    }
  });
}

/** Whoever was given a password chooses one before anything else. */
function choosePassword(app: HTMLElement, current: string): Promise<void> {
  return new Promise((granted) => {
    const chosen = element('input', { type: 'password', name: 'new-password', required: true, minLength: 10, maxLength: 128, autocomplete: 'new-password' });
    const message = element('p', { className: 'problem', role: 'alert' });
    const form = element('form', { className: 'signin' },
      element('h1', {}, `CallCenter.Actors · ${say('title')}`),
      element('p', {}, say('mustChange')),
      element('label', {}, say('newPassword'), chosen),
      element('button', { type: 'submit' }, say('change')),
      message);
    form.onsubmit = (event) => {
      event.preventDefault();
      got(api.PUT('/api/v1/me/password', { body: { current, new: chosen.value } })).then((session) => {
        access.grant(session.token, access.tenant);
        granted();
      }, (error: unknown) => { message.textContent = error instanceof Refused ? error.message : String(error); });
    };
    app.replaceChildren(form);
    chosen.focus();
  });
}

/** Ends the session, if it is one, and forgets it in any case. */
export async function signOut(): Promise<void> {
  await api.DELETE('/api/v1/session').catch(() => undefined);
  access.revoke();
  location.reload();
}
