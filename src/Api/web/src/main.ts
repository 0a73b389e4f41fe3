import './style.css';
import { access, Refused } from './api';
import { reportsPage } from './reports';
import { signIn } from './signin';
import { wallboard } from './wallboard';
import { webhooksPage } from './webhooks';

const app = document.querySelector<HTMLElement>('#app')!;

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
