import { access, api, Refused } from './api';
import { element } from './element';
import { say } from './language';

/** Asks for the token and tries it before it is kept. Resolves once it is good. */
export function signIn(app: HTMLElement, why: string): Promise<void> {
  return new Promise((granted) => {
    const token = element('input', { type: 'password', name: 'token', required: true, autocomplete: 'current-password', autofocus: true });
    const tenant = element('input', { type: 'text', name: 'tenant', value: access.tenant, autocomplete: 'organization' });
    const message = element('p', { className: 'problem', role: 'alert' }, why);
    const form = element('form', { className: 'signin' },
      element('h1', {}, `CallCenter.Actors · ${say('title')}`),
      element('label', {}, say('token'), token),
      element('p', { className: 'note' }, say('tokenHelp')),
      element('label', {}, say('tenant'), tenant),
      element('button', { type: 'submit' }, say('signIn')),
      message);
    form.onsubmit = (event) => {
      event.preventDefault();
      access.grant(token.value.trim(), tenant.value.trim());
      api.GET('/api/v1/me').then(() => granted(), (error: unknown) => {
        access.revoke();
        message.textContent = error instanceof Refused ? error.message : String(error);
      });
    };
    app.replaceChildren(form);
    token.focus();
  });
}
