import './style.css';
import { access, Refused } from './api';
import { reportsPage } from './reports';
import { signIn } from './signin';
import { wallboard } from './wallboard';
import { webhooksPage } from './webhooks';

const app = document.querySelector<HTMLElement>('#app')!;

// The link of a big screen brings its token behind '#', which no server and no log ever sees (docs/security.md).
const screenLink = /^#screen=(cc_[0-9a-f]+)$/.exec(location.hash);
if (screenLink?.[1]) {
  access.grant(screenLink[1], '');
  history.replaceState(null, '', '#screen');
}
document.body.classList.toggle('screen', location.hash === '#screen');

onhashchange = () => location.reload();

let why = '';
for (;;) {
  if (!access.token) await signIn(app, why);
  try {
    await (location.hash === '#webhooks' ? webhooksPage(app) : location.hash === '#reports' ? reportsPage(app) : wallboard(app));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    access.revoke();
    why = error.message;
  }
}
