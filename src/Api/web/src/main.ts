import './style.css';
import { access, Refused } from './api';
import { signIn } from './signin';
import { wallboard } from './wallboard';

const app = document.querySelector<HTMLElement>('#app')!;

let why = '';
for (;;) {
  if (!access.token) await signIn(app, why);
  try {
    await wallboard(app);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    access.revoke();
    why = error.message;
  }
}
